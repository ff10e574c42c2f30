import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parameterAt, withParameter } from "../../simulator/scenario/document.ts";
import { setValue } from "../../simulator/scenario/edit.ts";
import { parametersOf } from "../../simulator/scenario/parameters.ts";
import { parseRaw, parseScenario } from "../../simulator/scenario/parse.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const texts = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".sim.json"))
  .map((name) => readFileSync(new URL(name, EXAMPLES), "utf8"));

const VALUES: readonly Json[] = [
  0,
  -1,
  1.5,
  1e300,
  "",
  "50ms",
  "none",
  "unlimited",
  "api",
  "clients",
  true,
  null,
  [],
  {},
  [[]],
  { a: 1 },
  "run",
];

/** Every place in a value. */
function* places(value: Json, path: (string | number)[] = []): Generator<(string | number)[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

function mutated(raw: Json, pick: number, value: Json | undefined, rename: string): Json {
  const all = [...places(raw)].slice(1);
  const path = all[pick % all.length]!;
  const copy = structuredClone(raw);
  const holder = path.slice(0, -1).reduce<Json>((at, key) => (at as { [key: string]: Json })[key]!, copy) as {
    [key: string]: Json;
  };
  const last = String(path.at(-1));
  if (value !== undefined) holder[last] = value;
  else if (!Array.isArray(holder)) {
    holder[rename] = holder[last]!;
    delete holder[last];
  }
  return copy;
}

describe("documents that somebody got wrong", () => {
  it("never make the reader throw, and every problem is at a place of the text", () => {
    const values = fc.option(fc.constantFrom(...VALUES), { nil: undefined });
    const change = fc.tuple(fc.nat(), values, fc.constantFrom("maxx", "id", "type", "a b", "rate"));
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          const parsed = parseScenario(text);
          if (!parsed.ok) throw new Error("an example is not valid");
          const raw = changes.reduce(
            (at, [pick, value, rename]) => mutated(at, pick, value, rename),
            parsed.raw,
          );
          const broken = JSON.stringify(raw, null, 2);
          const result = parseScenario(broken);
          if (result.ok) return;
          const lines = broken.split("\n");
          expect(result.problems.length).toBeGreaterThan(0);
          for (const { line, column, message } of result.problems) {
            expect(lines[line - 1]).toBeDefined();
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
            expect(message).not.toBe("");
            expect(message).not.toContain("Invalid input");
            expect(message).not.toContain("undefined");
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("never make the reader throw where their text is cut or changed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(20),
        fc.string({ maxLength: 5 }),
        (text, at, length, put) => {
          const start = at % text.length;
          const result = parseScenario(text.slice(0, start) + put + text.slice(start + length));
          expect(result.ok || result.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Parameters of the examples, by path. */
const parameters = texts.flatMap((text) => {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error("an example is not valid");
  const { components } = parsed.raw as { components: Json[] };
  return parsed.scenario.components.flatMap((component, i) =>
    parametersOf(components[i]!, component).map((parameter) => ({
      text,
      raw: parsed.raw,
      parameter,
      path: `${component.id}.${parameter.path}`,
    })),
  );
});

describe("an edit of the text", () => {
  it("says the same as the changed value, keeps every comment, and touches one line or two", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...parameters),
        fc.constantFrom(...VALUES),
        fc.boolean(),
        (chosen, value, crlf) => {
          const text = crlf ? chosen.text.replaceAll("\n", "\r\n") : chosen.text;
          const after = setValue(text, chosen.path, value);
          const expected = withParameter(chosen.raw, chosen.path, value);
          const read = parseScenario(after);
          expect(parameterAt(expected, chosen.path)).toEqual(value);
          const raw = read.ok ? read.raw : undefined;
          if (raw !== undefined) expect(raw).toEqual(expected);
          // Where the new value is not valid, it is the value and not the text that is wrong.
          else expect(parseRaw(expected).ok && (read as { problems: unknown[] }).problems).not.toEqual([]);
          expect(after.match(/\/\/.*/g)).toEqual(text.match(/\/\/.*/g));
          const lines = new Set(after.split("\n"));
          expect(text.split("\n").filter((line) => !lines.has(line)).length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 400 },
    );
  });
});
