import type { Json } from "../../protocol.ts";
import { componentIndex, PathError, placeOf, withParameter } from "../document.ts";
import type { Flaw } from "../flaw.ts";
import { flaws, ISSUES } from "../messages.ts";
import type { Segment } from "../path.ts";
import {
  component as componentSchema,
  type Scenario,
  scenario as scenarioSchema,
} from "../schema/scenario.ts";
import { componentFlaws } from "./components.ts";
import { runFlaws } from "./events.ts";
import { wrong } from "./findings.ts";
import { otherWay } from "./ways.ts";

/** Variants and scheduled changes looked at; each costs a check of the component that it touches. */
const MOST_VARIANTS = 100;

/** Parameters of a sweep: a plane can be shown, more cannot. */
const MOST_AXES = 2;

/** Keys that make a component what it is. */
const FIXED: ReadonlySet<Segment | undefined> = new Set(["id", "type"]);

/** Variants whose changes lead nowhere or to something that is no scenario any more. */
export function variantFlaws(
  raw: Json,
  { variants }: Scenario,
  network: (components: Scenario) => Flaw[],
): Flaw[] {
  const names = Object.entries(variants);
  if (names.length > MOST_VARIANTS) {
    return [wrong(["variants"], `${names.length} variants are too many: at most ${MOST_VARIANTS}`)];
  }
  return names.flatMap(([name, changes]) => {
    const result = changed(raw, Object.entries(changes as Record<string, Json>), ["variants", name]);
    if (result.flaws.length > 0 || !touchesLinks(Object.keys(changes))) return result.flaws;
    // A changed target or loop may close a circle.
    const parsed = scenarioSchema.safeParse(result.raw);
    if (!parsed.success) return [];
    return network(parsed.data).map(({ message }) => wrong(["variants", name], message));
  });
}

/** Sweeps of more than two parameters, and values that their parameters cannot have. */
export function sweepFlaws(raw: Json, { sweep }: Scenario): Flaw[] {
  const axes = Object.entries(sweep);
  if (axes.length > MOST_AXES) {
    return [wrong(["sweep"], `${axes.length} parameters are too many to go through: at most ${MOST_AXES}`)];
  }
  return axes.flatMap(([path, values]) => {
    const tried = (Array.isArray(values) ? values : [values.from, values.to]) as Json[];
    // One flaw a parameter: the same wrong path would be told for each value.
    return (
      tried.map((value) => changed(raw, [[path, value]], ["sweep"]).flaws).find(({ length }) => length > 0) ??
      []
    );
  });
}

/** Scheduled changes that lead nowhere, or to a component that is none any more. */
export function setFlaws(raw: Json, { events }: Scenario): Flaw[] {
  return events.flatMap((event, index) =>
    "set" in event
      ? changed(raw, Object.entries(event.set as Record<string, Json>), ["events", index, "set"], "live")
          .flaws
      : [],
  );
}

const touchesLinks = (paths: readonly string[]): boolean =>
  paths.some((path) => /\.(calls|targets|target|forward|steps|endpoints)(\.|$)/.test(path));

function changed(
  raw: Json,
  changes: readonly [path: string, value: Json][],
  at: readonly Segment[],
  live?: "live",
): { raw: Json; flaws: Flaw[] } {
  const found: Flaw[] = [];
  const before = raw;
  // Places within each component that is touched, and the change that is to blame for what is wrong there.
  const touched = new Map<number | "run", { place: Segment[]; path: string }[]>();
  for (const [path, value] of changes) {
    try {
      const index = componentIndex(raw, path);
      if (index === undefined && live) throw new PathError("the run itself cannot change while it runs");
      if (index !== undefined && FIXED.has(placeOf(raw, path)[2]))
        throw new PathError(`"${path}" cannot change`);
      const place = placeOf(raw, path).slice(index === undefined ? 1 : 2);
      raw = withParameter(raw, path, value);
      touched.set(index ?? "run", [{ place, path }, ...(touched.get(index ?? "run") ?? [])]);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      found.push({
        path: [...at, path],
        on: "key",
        message: error.message,
        ...(error.suggestion === undefined ? {} : { suggestion: error.suggestion }),
      });
    }
  }
  for (const [index, blamed] of touched) {
    for (const { path: within, message, suggestion } of flawsAt(raw, index)) {
      const blame =
        blamed.find(({ path }) => path.endsWith(within.join("."))) ?? deepestAbove(blamed, within);
      if (blame !== undefined) found.push(wrong([...at, blame.path], message, suggestion));
    }
  }
  if (live && found.length === 0) {
    for (const [index, blamed] of touched) {
      const place = typeof index === "number" ? wayThatChanges(before, raw, index) : undefined;
      if (place === undefined) continue;
      const blame = deepestAbove(blamed, place.split("."));
      const message = `"${place}" cannot come, go or lead elsewhere while it runs`;
      if (blame !== undefined) found.push(wrong([...at, blame.path], message, "make it a variant"));
    }
  }
  return { raw, flaws: found };
}

function wayThatChanges(before: Json, after: Json, index: number): string | undefined {
  const [was, is] = [before, after].map((raw) =>
    componentSchema.safeParse((raw as { components: Json[] }).components[index]),
  );
  return was?.success && is?.success ? otherWay(was.data, is.data) : undefined;
}

/** The change that reaches furthest towards a place. */
function deepestAbove<T extends { place: Segment[] }>(
  changes: readonly T[],
  place: readonly Segment[],
): T | undefined {
  const shared = ({ place: own }: T) => own.findIndex((segment, i) => segment !== place[i]);
  const reach = (change: T) => (shared(change) < 0 ? change.place.length : shared(change));
  return [...changes].sort((a, b) => reach(b) - reach(a))[0];
}

/** What is wrong with one component, or with the run, of a document. */
function flawsAt(raw: Json, index: number | "run"): Flaw[] {
  const { components, run } = raw as { components: Json[]; run?: Json };
  if (index === "run") {
    const parsed = scenarioSchema.shape.run.safeParse(run, ISSUES);
    return parsed.success
      ? runFlaws({ run: parsed.data })
      : flaws(scenarioSchema.shape.run, run ?? {}, parsed.error.issues);
  }
  const component = components[index] ?? null;
  const parsed = componentSchema.safeParse(component, ISSUES);
  return parsed.success
    ? componentFlaws(parsed.data, [])
    : flaws(componentSchema, component, parsed.error.issues);
}
