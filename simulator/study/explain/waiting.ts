import { type Sentence, sentence } from "../../../words/sentence.ts";
import { formatDuration } from "../../scenario/format.ts";
import type { EvidenceSecond, Finding } from "../../studies.ts";
import { type Case, componentOf, longestSpan, number, percent, type Rule, sum } from "./case.ts";

const short = (seconds: number): string => formatDuration(Number(seconds.toPrecision(3)));

/** Busy from this share on; what is busy for this long is saturated. */
const BUSY = 0.9;
const BUSY_SECONDS = 2;

/** The slowest requests spend most of their time waiting for a connection. */
export const poolWait: Rule = ({ slowest }) =>
  slowest.parts
    .filter(({ part, share }) => part === "pool wait" && share >= 0.4)
    .map(({ component, share, seconds }) => ({
      rule: "pool-wait",
      text: sentence(
        "{0} of the time of the slowest 1 % of requests is waiting for a connection of {1}: {2} of {3}.",
        percent(share),
        component,
        short(seconds),
        short(slowest.latency),
      ),
      components: [component],
      values: { share, seconds, latency: slowest.latency },
    }));

/** Everything that can be full, with how much it holds. */
function capacities(about: Case): { id: string; what: Sentence; capacity: number }[] {
  return [
    ...componentOf(about, "pool").map(({ spec }) => ({
      id: spec.id,
      what: sentence("connections"),
      capacity: spec.max,
    })),
    ...componentOf(about, "server").map(({ spec }) => ({
      id: spec.id,
      what: sentence("slots"),
      capacity: spec.concurrency * spec.replicas,
    })),
    ...componentOf(about, "database").map(({ spec }) => ({
      id: spec.id,
      what: sentence("cores"),
      capacity: spec.cores,
    })),
  ].filter(({ capacity }) => Number.isFinite(capacity));
}

/** Full for a while: what arrives against what can be done. */
export const saturated: Rule = (about) =>
  capacities(about).flatMap(({ id, what, capacity }): Finding[] => {
    const { seconds, width } = secondsOf(about, id);
    const full = longestSpan(seconds, width, ({ active }) => active >= BUSY * capacity);
    if (full === undefined || full.span[1] - full.span[0] < BUSY_SECONDS) return [];
    const length = full.span[1] - full.span[0];
    const arriving = sum(full.seconds, ({ arrived }) => arrived) / length;
    // How long each takes its place, by Little's law.
    const use = sum(full.seconds, ({ active }) => active * width) / sum(full.seconds, ({ ended }) => ended);
    const possible = capacity / use;
    // A few that come by chance at once fill what is small, and yet there is enough of it.
    if (!(arriving >= BUSY * possible)) return [];
    const sums = [short(length), capacity, what, number(1 / use), number(possible), number(arriving)];
    return [
      {
        rule: "saturated",
        text:
          arriving > possible
            ? sentence("{0} was full for {1}: {2} {3} x {4}/s each = {5}/s, but {6}/s arrive.", id, ...sums)
            : sentence("{0} was full for {1}: {2} {3} x {4}/s each = {5}/s, and {6}/s arrive.", id, ...sums),
        components: [id],
        values: { capacity, perSecond: 1 / use, possible, arriving, seconds: length },
        span: full.span,
      },
    ];
  });

function secondsOf({ scenario, evidence }: Case, id: string) {
  const index = scenario.components.findIndex((one) => one.id === id);
  return { seconds: evidence.components[index]?.seconds ?? [], width: evidence.width };
}

/** A rise of which a straight line explains this share is one. */
const STRAIGHT = 0.8;

/** The straight line through how many waited: how many more a second, and the share of the ups and downs that it explains. */
function trend(seconds: readonly EvidenceSecond[]): { slope: number; straightness: number } {
  const mean = (of: (second: EvidenceSecond) => number) => sum(seconds, of) / seconds.length;
  const [at, waiting] = [mean((one) => one.at), mean((one) => one.waiting)];
  const together = sum(seconds, (one) => (one.at - at) * (one.waiting - waiting));
  const inTime = sum(seconds, (one) => (one.at - at) ** 2);
  const inLength = sum(seconds, (one) => (one.waiting - waiting) ** 2);
  return { slope: together / inTime, straightness: together ** 2 / (inTime * inLength) };
}

/** A queue that grows, and that nobody leaves before it is his turn. */
export const unbounded: Rule = (about) =>
  [
    ...componentOf(about, "pool").map(({ spec, seen }) => ({
      id: spec.id,
      seen,
      limited: Number.isFinite(spec.acquireTimeout) || Number.isFinite(spec.waitQueueLimit),
      without: sentence("no acquire timeout and no limit"),
    })),
    ...componentOf(about, "server").map(({ spec, seen }) => ({
      id: spec.id,
      seen,
      limited: Number.isFinite(spec.queue.limit) || Number.isFinite(spec.queue.timeout),
      without: sentence("no queue timeout and no limit"),
    })),
  ].flatMap(({ id, seen, limited, without }): Finding[] => {
    if (limited) return [];
    const waits = longestSpan(seen.seconds, about.evidence.width, ({ waiting }) => waiting > 1);
    const last = waits?.seconds.reduce((a, b) => (b.waiting > a.waiting ? b : a));
    const first = waits?.seconds[0];
    if (waits === undefined || first === undefined || last === undefined) return [];
    const rising = waits.seconds.slice(0, waits.seconds.indexOf(last) + 1);
    const { slope: growth, straightness } = trend(rising);
    // A queue that only breathes rises and falls on its way to its peak.
    if (rising.length < 4 || straightness < STRAIGHT || growth < 1 || last.waiting < 50) return [];
    return [
      {
        rule: "unbounded",
        text: sentence(
          "{0}/s joined the queue of {1} from {2} to {3}, up to {4}, and none ever left it early: there is {5}.",
          number(growth),
          id,
          short(first.at),
          short(last.at),
          number(last.waiting),
          without,
        ),
        components: [id],
        values: { growth, most: last.waiting },
        span: [first.at, last.at],
      },
    ];
  });

/** One server of several is far busier than the others. */
export const imbalance: Rule = (about) => {
  const servers = new Map(componentOf(about, "server").map((one) => [one.spec.id, one]));
  return componentOf(about, "balancer").flatMap(({ spec }): Finding[] => {
    const behind = spec.targets.flatMap(({ target }) => servers.get(target) ?? []);
    const busy = behind.flatMap(({ spec, seen }) => {
      const capacity = spec.concurrency * spec.replicas;
      const active = sum(seen.seconds, ({ active }) => active) / seen.seconds.length;
      return Number.isFinite(capacity)
        ? [{ id: spec.id, use: active / capacity, arrived: seen.arrived }]
        : [];
    });
    if (busy.length < 2) return [];
    const mean = sum(busy, ({ use }) => use) / busy.length;
    const worst = busy.reduce((a, b) => (b.use > a.use ? b : a));
    if (worst.use < 1.5 * mean || worst.use < 0.5) return [];
    const share = worst.arrived / sum(busy, ({ arrived }) => arrived);
    return [
      {
        rule: "imbalance",
        text: sentence(
          "{0} sends {1} of the requests of {2} to {3}, which is {4} busy; the mean is {5}.",
          spec.algorithm,
          percent(share),
          spec.id,
          worst.id,
          percent(worst.use),
          percent(mean),
        ),
        components: [spec.id, worst.id],
        values: { share, use: worst.use, mean },
      },
    ];
  });
};
