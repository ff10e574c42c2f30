import { both, type Sentence, sentence } from "../../words/sentence.ts";
import type { Breakpoint, BreakpointPoint, Verdict } from "../studies.ts";
import type { Goal } from "./goal.ts";
import { scaledLoad } from "./load.ts";
import { type Judging, pointOf } from "./points.ts";
import type { ValidDocument } from "./run.ts";
import { type Setting, Trials } from "./trials.ts";

/** The load is multiplied, or divided, by two up to this many times in search of where the goals begin to be missed. */
const DOUBLINGS = 8;
/** Where it is too close to call it is run up to this many times as often. */
const MORE = 4;

export type BreakpointInput = {
  goals: readonly Goal[];
  objective: Judging["objective"];
  /** The sources whose load grows; the others keep theirs. */
  sources: readonly string[];
  /** The load is known to this share where it is decided. */
  precision: number;
  runs: number;
  confidence: number;
  /** Told what is known so far after each load that was decided. */
  found?: (breakpoint: Breakpoint) => void;
};

/** The last factor at which the goals are surely met, and the first at which they are surely missed. */
type Edges = [holds: number | undefined, breaks: number | undefined];

/**
 * The load at which a system begins to miss its goals, by bisection. It takes for granted that more load is never better. Where runs
 * cannot decide there is a gap between the last load that surely holds and the first that surely does not. Throws a LoadError.
 */
export async function breakpoint(
  input: BreakpointInput,
  document: ValidDocument,
  setting: Setting,
): Promise<Breakpoint> {
  const { goals, objective, sources, precision, runs, confidence } = input;
  const { scenario } = document;
  const trials = new Trials(setting);
  const judging = { scenario, goals, objective, confidence };
  const known = new Map<number, BreakpointPoint>();

  const verdictAt = async (factor: number): Promise<Verdict> => {
    const before = known.get(factor);
    if (before !== undefined) return before.verdict;
    const set = scaledLoad(scenario, sources, factor);
    for (let count = runs; ; count *= 2) {
      const [measured = []] = await trials.measure([set], count);
      const point = pointOf([], measured, judging);
      known.set(factor, { ...point, factor, set, runs: count });
      if (point.verdict !== "undecided" || count >= runs * MORE) {
        input.found?.(result(...edgesSoFar()));
        return point.verdict;
      }
    }
  };
  /** The last factor for which `holds`, and the first for which not; undefined where there is none within reach. */
  const edge = async (holds: (verdict: Verdict) => boolean): Promise<Edges> => {
    let [low, high]: (number | undefined)[] = holds(await verdictAt(1)) ? [1, undefined] : [undefined, 1];
    for (let i = 0; i < DOUBLINGS && (low === undefined || high === undefined); i++) {
      const next: number = high === undefined ? (low as number) * 2 : high / 2;
      if (holds(await verdictAt(next))) low = next;
      else high = next;
    }
    while (low !== undefined && high !== undefined && high / low > 1 + precision) {
      const middle = Number(Math.sqrt(low * high).toPrecision(4));
      // Whole numbers of users may leave nothing between.
      if (middle === low || middle === high || isSame(document, sources, middle, low, high)) break;
      if (holds(await verdictAt(middle))) low = middle;
      else high = middle;
    }
    return [low, high];
  };

  const edgesSoFar = (): Edges => {
    const points = [...known.values()];
    const broken = Math.min(
      ...points.filter(({ verdict }) => verdict === "fail").map(({ factor }) => factor),
    );
    const held = points.filter(({ verdict, factor }) => verdict === "pass" && factor < broken);
    return [
      held.length === 0 ? undefined : Math.max(...held.map(({ factor }) => factor)),
      Number.isFinite(broken) ? broken : undefined,
    ];
  };
  const result = (holds: number | undefined, breaks: number | undefined): Breakpoint => {
    const found = {
      kind: "breakpoint" as const,
      sources: [...sources],
      objective,
      goals: goals.map(({ text }) => text),
      precision,
      runs,
      seed: setting.seed,
      confidence,
      now: (known.get(1) as BreakpointPoint).verdict,
      ...(holds === undefined ? {} : { holds: { factor: holds, load: loadOf(known, holds) } }),
      ...(breaks === undefined ? {} : { breaks: { factor: breaks, load: loadOf(known, breaks) } }),
      points: [...known.values()].sort((a, b) => a.factor - b.factor),
    };
    return { ...found, text: textOf(found) };
  };

  const [holds] = await edge((verdict) => verdict === "pass");
  const [, breaks] = await edge((verdict) => verdict !== "fail");
  return result(holds, breaks);
}

function isSame(
  { scenario }: ValidDocument,
  sources: readonly string[],
  middle: number,
  ...ends: number[]
): boolean {
  const at = (factor: number) => JSON.stringify(scaledLoad(scenario, sources, factor));
  return ends.some((end) => at(end) === at(middle));
}

const loadOf = (
  known: ReadonlyMap<number, BreakpointPoint>,
  factor: number,
): Breakpoint["points"][0]["set"] => known.get(factor)?.set ?? {};

function textOf({ holds, breaks, now, goals, precision, sources }: Omit<Breakpoint, "text">): Sentence[] {
  const shown = ({ load, factor }: NonNullable<Breakpoint["holds"]>) =>
    sentence(
      "{0} ({1} times the present load)",
      both(
        Object.values(load).map((value) =>
          typeof value === "number" ? sentence("{0} users", value) : String(value),
        ),
      ),
      formatFactor(factor),
    );
  const [who, asked] = [both(sources), both(goals)];
  const lines: Sentence[] = [];
  if (holds !== undefined && breaks !== undefined) {
    lines.push(
      sentence(
        "{0}: {1} holds up to {2}, and is missed from {3} on.",
        who,
        asked,
        shown(holds),
        shown(breaks),
      ),
    );
    if (breaks.factor / holds.factor > (1 + precision) ** 2) {
      lines.push(
        sentence("Between the two it is too close to call with these runs; more runs bring them together."),
      );
    }
  } else if (holds !== undefined) {
    lines.push(
      sentence("{0}: {1} still holds at {2}; it was not surely missed up to that.", who, asked, shown(holds)),
    );
  } else if (breaks !== undefined) {
    lines.push(
      sentence(
        "{0}: {1} is missed from {2} on, and no load was found at which it surely holds.",
        who,
        asked,
        shown(breaks),
      ),
    );
  } else {
    lines.push(
      sentence("{0}: whether {1} holds is too close to call at every load that was tried.", who, asked),
    );
  }
  if (now === "fail") lines.push(sentence("At the present load it is missed already."));
  return lines;
}

const formatFactor = (factor: number): string => String(Number(factor.toPrecision(3)));
