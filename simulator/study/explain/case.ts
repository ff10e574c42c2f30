import type { Component, ComponentOf, Scenario } from "../../scenario/schema/scenario.ts";
import type {
  Cohort,
  ComponentEvidence,
  Evidence,
  EvidenceSecond,
  Finding,
  SourceEvidence,
} from "../../studies.ts";

/** What a rule looks at: the scenario, what a run of it showed, and the source whose requests are explained. */
export type Case = { scenario: Scenario; evidence: Evidence; source: SourceEvidence; slowest: Cohort };

/** Says something, or nothing. */
export type Rule = (about: Case) => Finding[];

export function componentOf<T extends Component["type"]>(
  { scenario }: Case,
  type: T,
): { spec: ComponentOf<T>; seen: ComponentEvidence }[];
export function componentOf({ scenario, evidence }: Case, type: string) {
  return scenario.components.flatMap((spec, i) => {
    const seen = evidence.components[i];
    return spec.type === type && seen !== undefined ? [{ spec, seen }] : [];
  });
}

/** A measured number of the whole run after its warm-up; NaN where there is none. */
export function measured({ evidence }: Pick<Case, "evidence">, metric: string, component: string): number {
  return (
    evidence.measurements.find(
      (one) => one.metric === metric && one.component === component && one.window === undefined,
    )?.value ?? Number.NaN
  );
}

/** The longest time without a break in which something held: its spans, and when that was. */
export function longestSpan(
  seconds: readonly EvidenceSecond[],
  width: number,
  holds: (second: EvidenceSecond) => boolean,
): { seconds: EvidenceSecond[]; span: [number, number] } | undefined {
  let best: EvidenceSecond[] = [];
  let current: EvidenceSecond[] = [];
  for (const second of seconds) {
    current = holds(second) ? [...current, second] : [];
    if (current.length > best.length) best = current;
  }
  const [first, last] = [best[0], best.at(-1)];
  return first === undefined || last === undefined
    ? undefined
    : { seconds: best, span: [first.at, last.at + width] };
}

export const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

export const percent = (share: number): string => {
  const number = share * 100;
  return `${number >= 10 || number === 0 ? Math.round(number) : Number(number.toPrecision(2))} %`;
};

export const number = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
