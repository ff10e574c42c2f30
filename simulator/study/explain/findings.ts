import { listed, type Sentence, sentence } from "../../../words/sentence.ts";
import { PARTS, type PartKind } from "../../parts.ts";
import { formatDuration } from "../../scenario/format.ts";
import type { Scenario } from "../../scenario/schema/scenario.ts";
import type { Cohort, Evidence, Finding, SourceEvidence } from "../../studies.ts";
import { type Case, measured, number, percent, type Rule } from "./case.ts";
import { cold, nPlusOne, oversubscribed, stampede } from "./data.ts";
import { imbalance, poolWait, saturated, unbounded } from "./waiting.ts";
import { amplification, breakerOpen, deadWork, metastable, refused } from "./waste.ts";

const short = (seconds: number): string => formatDuration(Number(seconds.toPrecision(3)));

/** A part of a request's time by its name, and whose it is. */
function partText({ component, part }: { component: string; part: PartKind }): Sentence {
  const { text } = PARTS[part];
  return component === "" ? text : sentence("{0} of {1}", text, component);
}

/** In the order in which they are told: what makes the numbers doubtful, what waits, what it costs, and what the rest is. */
const RULES: readonly Rule[] = [
  (about) => unstable(about),
  poolWait,
  saturated,
  unbounded,
  nPlusOne,
  oversubscribed,
  refused,
  deadWork,
  amplification,
  metastable,
  stampede,
  cold,
  imbalance,
  breakerOpen,
  (about) => reference(about),
  (about) => variance(about),
  (about) => noSingleCause(about),
];

/** What a run shows of why the requests of a source take as long as they do, the most telling first. */
export function findingsOf(scenario: Scenario, evidence: Evidence, source: SourceEvidence): Finding[] {
  const [slowest] = source.cohorts;
  if (slowest === undefined) return [];
  const about = { scenario, evidence, source, slowest };
  const found = RULES.flatMap((rule) => rule(about));
  return found.some(({ rule }) => rule !== "no-single-cause") ? found : [...found, ...clean(about)];
}

const waited = ({ parts }: Cohort): number =>
  parts.reduce((sum, { part, share }) => (PARTS[part].waits ? sum + share : sum), 0);

function unstable({ evidence, source }: Case): Finding[] {
  if (!evidence.unstable) return [];
  return [
    {
      rule: "unstable",
      text: sentence(
        "More arrives than can be answered, and the backlog grows without bound: the latencies depend on how long the run is.",
      ),
      components: [source.id],
      values: { time: evidence.time },
    },
  ];
}

/** What grew most since before the first fault or change. */
function reference({ source, slowest }: Case): Finding[] {
  const { reference: before } = source;
  if (before === undefined || !(slowest.latency > 1.5 * before.latency)) return [];
  const growth = slowest.parts
    .map((part) => ({
      ...part,
      before:
        before.parts.find((one) => one.component === part.component && one.part === part.part)?.seconds ?? 0,
    }))
    .sort((a, b) => b.seconds - b.before - (a.seconds - a.before))[0];
  if (growth === undefined) return [];
  return [
    {
      rule: "reference",
      text: sentence(
        "Before the first fault or change the slowest 1 % took {0}, over the whole run {1}; {2} grew most, from {3} to {4}.",
        short(before.latency),
        short(slowest.latency),
        partText(growth),
        short(growth.before),
        short(growth.seconds),
      ),
      components: [growth.component || source.id],
      values: {
        before: before.latency,
        now: slowest.latency,
        partBefore: growth.before,
        partNow: growth.seconds,
      },
    },
  ];
}

/** A long tail without a wait. */
function variance(about: Case): Finding[] {
  const { source, slowest } = about;
  const [p50, p99] = [measured(about, "latency.p50", source.id), measured(about, "latency.p99", source.id)];
  if (!(p99 >= 10 * p50) || waited(slowest) >= 0.1) return [];
  const [largest] = slowest.parts;
  if (largest === undefined) return [];
  const component = largest.component || source.id;
  return [
    {
      rule: "variance",
      text: sentence(
        "p99 is {0} times the median and hardly anything waits: the tail is the work itself, {1}.",
        number(p99 / p50),
        partText({ ...largest, component }),
      ),
      components: [component],
      values: { p50, p99 },
    },
  ];
}

/** No part alone explains a third of the slowest requests. */
function noSingleCause({ source, slowest }: Case): Finding[] {
  const [largest] = slowest.parts;
  if (largest === undefined || largest.share >= 0.3) return [];
  const three = slowest.parts.slice(0, 3);
  return [
    {
      rule: "no-single-cause",
      text: sentence(
        "No single cause; the three largest parts of the slowest 1 % are {0}.",
        listed(three.map((one) => sentence("{0} ({1})", partText(one), percent(one.share)))),
      ),
      components: [source.id],
      values: { largest: largest.share },
    },
  ];
}

function clean({ source, slowest }: Case): Finding[] {
  const share = waited(slowest);
  const text =
    share < 0.1
      ? sentence("Nothing waits: the latency is the sum of the work.")
      : sentence(
          "Nothing is saturated and nothing is refused; {0} of the time of the slowest 1 % is waiting, which is what a queue costs at this load.",
          percent(share),
        );
  return [{ rule: "clean", text, components: [source.id], values: { waited: share } }];
}
