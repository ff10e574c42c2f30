import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Network } from "../../simulator/engine/network.ts";
import type { Json } from "../../simulator/protocol.ts";
import { METRICS } from "../../simulator/scenario/metrics.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

/** Documents that somebody changed without much thought are refused with a place, or run, and what they say then makes sense. */

const { MUTANTS = "300", MUTANTS_SEED = "20261128" } = process.env;

type Place = readonly (string | number)[];
type Document = { [key: string]: Json };

const EXAMPLES = new URL("../../examples/", import.meta.url);
const documents = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".sim.json"))
  .map((name) => {
    const parsed = parseScenario(readFileSync(new URL(name, EXAMPLES), "utf8"));
    if (!parsed.ok) throw new Error(`${name} is not valid`);
    const { components, events = [], run } = parsed.raw as Document;
    return { schemaVersion: 1, name, run, components, events } as Document;
  });

/** What stands somewhere in an example, by the key at which it stands; and the keys of components by their type. */
const known = new Map<string, Json[]>();
const keysOf = new Map<string, string[]>();

function* placesIn(value: Json, place: Place = []): Generator<Place> {
  if (place.length > 0) yield place;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* placesIn(inner, [...place, Array.isArray(value) ? Number(key) : key]);
}

const at = (value: Json, place: Place): Json =>
  place.reduce<Json>((inner, key) => (inner as Document)[key] as Json, value);

for (const document of documents) {
  for (const place of placesIn(document)) {
    const key = String(place.at(-1));
    if (!/^\d+$/.test(key)) known.set(key, [...(known.get(key) ?? []), at(document, place)]);
  }
  for (const component of document.components as Document[]) {
    const type = component.type as string;
    const keys = Object.keys(component).filter((key) => key !== "id" && key !== "type");
    keysOf.set(type, [...(keysOf.get(type) ?? []), ...keys]);
  }
}

const DURATIONS: readonly Json[] = ["0ms", "1us", "10ms", "1s", "1h", "none"];
const NUMBERS: readonly Json[] = [0, 0.5, 1, 2, 7, 1000, 1e9, -1, "unlimited"];
const RATES: readonly Json[] = ["0/s", "1/s", "500/s", "100000/s"];

/** Values of the kind of this one, some of which are allowed. */
function likes(value: Json): readonly Json[] {
  if (typeof value === "number") return NUMBERS;
  if (typeof value === "boolean") return [!value];
  if (typeof value !== "string") return [[], {}, null];
  if (/^[\d.]+(us|ms|s|m|h)$/.test(value))
    return [...DURATIONS, { distribution: "exponential", mean: value }];
  return value.includes("/") ? RATES : ["none", "fifo", "lifo", "priority"];
}

type Change = {
  kind: "other" | "leave out" | "twice" | "as elsewhere" | "more";
  which: number;
  what: number;
};

function changed(document: Document, { kind, which, what }: Change): Document {
  const copy = structuredClone(document);
  const places = [...placesIn(copy)].filter(([first]) => first === "components" || first === "events");
  const place = places[which % Math.max(1, places.length)];
  if (place === undefined) return copy;
  const holder = at(copy, place.slice(0, -1)) as Document & Json[];
  const key = place.at(-1) as string & number;
  const pick = (values: readonly Json[]) => structuredClone(values[what % values.length] as Json);
  switch (kind) {
    case "other":
      holder[key] = pick(likes(holder[key] as Json));
      break;
    case "leave out":
      if (Array.isArray(holder)) holder.splice(key, 1);
      else delete holder[key];
      break;
    case "twice":
      if (Array.isArray(holder)) holder.splice(key, 0, structuredClone(holder[key] as Json));
      break;
    case "as elsewhere":
      holder[key] = pick(known.get(key) ?? [null]);
      break;
    case "more": {
      const component = at(copy, place.slice(0, 2));
      if (typeof component !== "object" || component === null || Array.isArray(component)) break;
      const keys = keysOf.get((component as Document).type as string) ?? [];
      const name = keys[which % Math.max(1, keys.length)];
      if (name !== undefined) (component as Document)[name] = pick(known.get(name) ?? []);
    }
  }
  return copy;
}

const UNITS = new Map(METRICS.map(({ name, unit }) => [name, unit]));

/** What cannot be, whatever the scenario says. */
function wrongIn(network: Network): string[] {
  const wrong: string[] = [];
  for (const { id, station } of network.sources) {
    if (station.outcomes.reduce((sum, n) => sum + n, 0) !== station.ended) wrong.push(`outcomes of ${id}`);
    if (station.ended > station.arrived + 1e-9) wrong.push(`more ended than arrived at ${id}`);
  }
  for (const { id, station } of network.components) {
    const { active, waiting, idle, connecting } = station;
    if (Math.min(active.value, waiting.value, idle.value, connecting.value) < 0) wrong.push(`level at ${id}`);
  }
  for (const { metric, component, value } of measurements(network)) {
    const unit = UNITS.get(metric);
    const told = `${metric} of ${component} is ${value}`;
    if (unit === undefined) wrong.push(`${metric} is no metric`);
    // What was not measured is no number.
    if (value < 0 || value === Number.POSITIVE_INFINITY) wrong.push(told);
    if (unit === "ratio" && value > 1 + 1e-9 && metric !== "pool.utilisation") wrong.push(told);
  }
  return wrong;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(
    "other",
    "other",
    "leave out",
    "twice",
    "as elsewhere",
    "as elsewhere",
    "more",
    "more",
  ),
  which: fc.nat(),
  what: fc.nat(),
});

test("a changed example is refused with a place, or runs and every request is counted once", {
  timeout: 60_000 + 1000 * Number(MUTANTS),
}, () => {
  let ran = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...documents),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 5000 }),
      (document, changes, slice) => {
        const text = JSON.stringify(changes.reduce(changed, document), null, 1);
        const parsed = parseScenario(text);
        if (!parsed.ok) {
          const lines = text.split("\n");
          for (const { line, column, message } of parsed.problems) {
            expect(column, message).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
            expect(message).not.toMatch(/undefined|NaN|\[object/);
          }
          expect(parsed.problems.length).toBeGreaterThan(0);
          return;
        }
        ran++;
        const run = new Run(parsed, 1, false);
        for (let left = 20_000; left > 0; left -= slice) if (run.advance(10, slice) !== "more") break;
        expect(wrongIn(run.network)).toEqual([]);
      },
    ),
    // Many more of another seed: MUTANTS=20000 MUTANTS_SEED=7 npx vitest run test/engine/mutants.test.ts
    { numRuns: Number(MUTANTS), seed: Number(MUTANTS_SEED) },
  );
  expect(ran).toBeGreaterThan(50);
});
