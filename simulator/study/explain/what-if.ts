import { listed, type Sentence, sentence } from "../../../words/sentence.ts";
import { parameterAt } from "../../scenario/document.ts";
import type { Difference, Finding, FindingRule, Values, WhatIf } from "../../studies.ts";
import { differences } from "../compare.ts";
import { estimateText } from "../quantity.ts";
import type { ValidDocument } from "../run.ts";
import { changed } from "../timeline.ts";
import type { Trials } from "../trials.ts";

const MOST = 3;

/** What might help against what was found, as changes of parameters: to be measured, not believed. */
export function candidates(
  document: ValidDocument,
  findings: readonly Finding[],
): { set: Values; because: FindingRule }[] {
  const { components } = document.scenario;
  const found = findings.flatMap(
    ({ rule, components: [id = ""] }): { set: Values; because: FindingRule }[] => {
      const spec = components.find((one) => one.id === id);
      const change = (set: Values) => [{ set, because: rule }];
      if (spec === undefined) return [];
      switch (rule) {
        case "pool-wait":
        case "saturated":
          if (spec.type === "pool") return change({ [`${id}.max`]: spec.max * 2 });
          if (spec.type === "server" && Number.isFinite(spec.concurrency)) {
            return change({ [`${id}.concurrency`]: spec.concurrency * 2 });
          }
          return [];
        case "oversubscribed":
          return components
            .filter((one) => one.type === "pool" && one.target === id)
            .flatMap((pool) =>
              pool.type === "pool" && spec.type === "database" && pool.max > spec.cores
                ? change({ [`${pool.id}.max`]: spec.cores })
                : [],
            );
        case "unbounded":
          if (spec.type === "pool") return change({ [`${id}.acquireTimeout`]: "1s" });
          return spec.type === "server" ? change({ [`${id}.queue.timeout`]: "1s" }) : [];
        case "dead-work":
          return spec.type === "server" ? change({ [`${id}.cancellation`]: "immediate" }) : [];
        case "amplification":
        case "metastable":
          if (spec.type !== "source") return [];
          return spec.calls.flatMap(({ retry }, i) =>
            retry === undefined || retry.budgetRatio <= 0.1
              ? []
              : change({ [`${id}.calls.${i}.retry.budgetRatio`]: 0.1 }),
          );
        case "stampede":
          return change({ [`${id}.singleFlight`]: true });
        case "imbalance":
          return spec.type === "balancer" ? change({ [`${id}.algorithm`]: "leastConnections" }) : [];
        default:
          return [];
      }
    },
  );
  const different = new Map(found.map((one) => [JSON.stringify(one.set), one]));
  return [...different.values()].filter(({ set }) => isPossible(document, set)).slice(0, MOST);
}

function isPossible({ raw }: ValidDocument, set: Values): boolean {
  try {
    for (const path of Object.keys(set)) parameterAt(raw, path);
    changed(raw, set);
    return true;
  } catch {
    return false;
  }
}

/** Measures changes with the same seeds, the best first: those that answer more requests in time, then those that answer sooner. */
export async function whatIfs(
  trials: Trials,
  tried: readonly { set: Values; because: FindingRule }[],
  source: string,
  runs: number,
  confidence: number,
): Promise<WhatIf[]> {
  if (tried.length === 0) return [];
  const [base = [], ...changes] = await trials.measure([{}, ...tried.map(({ set }) => set)], runs);
  const found = tried.flatMap((one, i): WhatIf[] => {
    const all = differences(base, changes[i] ?? [], confidence);
    const of = (metric: string) =>
      all.find(
        (difference) =>
          difference.metric === metric && difference.component === source && difference.window === undefined,
      );
    const [latency, inTime] = [of("latency.p99"), of("inTime.ratio")];
    if (latency === undefined || inTime === undefined) return [];
    return [{ ...one, latency, inTime, text: whatIfText(one.set, latency, inTime) }];
  });
  const surely = ({ difference: { mean, half }, verdict }: Difference) =>
    verdict === "higher" ? mean - half : verdict === "lower" ? mean + half : 0;
  return found.sort(
    (a, b) => round(surely(b.inTime)) - round(surely(a.inTime)) || surely(a.latency) - surely(b.latency),
  );
}

/** Half a point of requests in time is not worth more than their latency. */
const round = (share: number): number => Math.round(share * 200);

function whatIfText(set: Values, latency: Difference, inTime: Difference): Sentence {
  const changes = Object.entries(set).map(
    ([path, value]) => `${path} = ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return sentence("{0}: p99 {1}; in time {2}.", listed(changes), from(latency), from(inTime));
}

function from({ a, b, unit, verdict }: Difference): Sentence {
  const [before, after] = [estimateText(a, unit), estimateText(b, unit)];
  if (verdict === "same") return sentence("stays {0}", before);
  return verdict === "undecided"
    ? sentence("{0} → {1} (too close to call)", before, after)
    : sentence("{0} → {1}", before, after);
}
