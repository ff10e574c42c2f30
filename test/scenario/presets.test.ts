import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parametersOf } from "../../simulator/scenario/parameters.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { PRESETS, presetName } from "../../simulator/scenario/presets.ts";
import { parseDuration } from "../../simulator/scenario/units.ts";

const require = createRequire(import.meta.url);
const NEEDED: Record<string, Record<string, Json>> = {
  pool: { target: "database" },
  breaker: { target: "database" },
  balancer: { targets: ["database"] },
  cache: { target: "database" },
  queue: { target: "database" },
  limiter: { target: "database", limit: 5 },
  bulkhead: { target: "database", concurrency: 50 },
};

const document = (component: Record<string, Json>): Json => ({
  schemaVersion: 1,
  name: "presets",
  components: [
    { id: "clients", type: "source", arrival: { model: "open", rate: "1/s" }, calls: ["x"] },
    { id: "x", ...NEEDED[component.type as string], ...component },
    { id: "database", type: "database" },
  ],
});

function parsed(component: Record<string, Json>) {
  const result = parseRaw(document(component));
  if (!result.ok) throw new Error(result.problems[0]!.message);
  return result.scenario.components[1] as unknown as Record<string, unknown>;
}

const defaultsOf = (name: string) => PRESETS.get(name)!.defaults;
const milliseconds = (value: Json | undefined) => parseDuration(value as string)! * 1000;

describe("presets", () => {
  it.each([...PRESETS])("%s is a valid component", (name, { type }) => {
    expect(() => parsed({ type, preset: presetName(name) })).not.toThrow();
  });

  it("hold where the document is silent, and nowhere else", () => {
    const pool = parsed({ type: "pool", preset: "hikaricp", acquireTimeout: "1s" });
    expect(pool).toMatchObject({ max: 10, acquireTimeout: 1, maxLifetime: 1800 });
  });

  it("keep no more connections open than a smaller pool may have", () => {
    expect(parsed({ type: "pool", preset: "hikaricp", max: 3 })).toMatchObject({ min: 3, max: 3 });
  });

  it("are the defaults that the inspector marks", () => {
    const raw = { id: "x", type: "pool", target: "database", preset: "pg", max: 20 };
    const { scenario } = parseRaw(document(raw)) as Extract<ReturnType<typeof parseRaw>, { ok: true }>;
    const parameters = parametersOf(raw, scenario.components[1]!);
    expect(parameters.find(({ path }) => path === "idleTimeout")).toMatchObject({
      value: "10s",
      standard: "10s",
    });
    expect(parameters.find(({ path }) => path === "max")).toMatchObject({ value: 20, standard: 10 });
  });

  it.each([
    ["hikarycp", 'there is no preset "hikarycp"', 'did you mean "hikaricp"?'],
    ["opossum", 'the preset "opossum" is for a breaker or a bulkhead, not for a pool', undefined],
  ])("%s on a pool is refused", (preset, message, suggestion) => {
    const result = parseRaw(document({ type: "pool", preset }));
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems[0]).toMatchObject({ message, path: "x.preset" });
    if (suggestion !== undefined) expect(result.problems[0]!.suggestion).toBe(suggestion);
  });
});

describe("a preset says what the library says", () => {
  it("pg", () => {
    const { options } = new (require("pg-pool"))();
    expect(options.max).toBe(defaultsOf("pg").max);
    expect(options.min).toBe(defaultsOf("pg").min);
    expect(options.idleTimeoutMillis).toBe(milliseconds(defaultsOf("pg").idleTimeout));
    expect(options.connectionTimeoutMillis ?? 0).toBe(0);
    expect(defaultsOf("pg").acquireTimeout).toBe("none");
    expect(options.maxUses).toBe(Number.POSITIVE_INFINITY);
    expect(options.maxLifetimeSeconds).toBe(0);
  });

  it("mysql2", () => {
    const pool = require("mysql2").createPool({});
    expect(pool.config.connectionLimit).toBe(defaultsOf("mysql2").max);
    expect(pool.config.queueLimit).toBe(0);
    // Nothing looks for idle connections unless fewer may be idle than there may be.
    expect(pool.config.maxIdle).toBe(pool.config.connectionLimit);
    expect(pool._removeIdleTimeoutConnectionsTimer).toBeUndefined();
    expect(defaultsOf("mysql2").idleTimeout).toBe("none");
    pool.end();
  });

  it("tarn", () => {
    const { Pool } = require("tarn");
    const pool = new Pool({ create: async () => ({}), destroy: () => {}, min: 0, max: 1 });
    expect(pool.acquireTimeoutMillis).toBe(milliseconds(defaultsOf("tarn").acquireTimeout));
    expect(pool.idleTimeoutMillis).toBe(milliseconds(defaultsOf("tarn").idleTimeout));
  });

  it("generic-pool", () => {
    const pool = require("generic-pool").createPool({ create: async () => ({}), destroy: async () => {} });
    expect(pool.max).toBe(defaultsOf("generic-pool").max);
    expect(pool.min).toBe(defaultsOf("generic-pool").min);
  });

  it("opossum", () => {
    const Breaker = require("opossum");
    const { options } = new Breaker(async () => {});
    const defaults = defaultsOf("opossum");
    expect(options.errorThresholdPercentage).toBe((defaults.failureRatio as number) * 100);
    expect(options.resetTimeout).toBe(milliseconds(defaults.openFor));
    expect(options.rollingCountTimeout).toBe(milliseconds(defaults.window));
    expect(options.volumeThreshold ?? 0).toBe(defaults.minimumCalls);
  });
});
