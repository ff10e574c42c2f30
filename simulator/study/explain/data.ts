import { sentence } from "../../../words/sentence.ts";
import { serverSteps } from "../../scenario/checks/components.ts";
import { placedSteps } from "../../scenario/checks/step-places.ts";
import { formatDuration } from "../../scenario/format.ts";
import type { Finding } from "../../studies.ts";
import { componentOf, longestSpan, measured, number, percent, type Rule, sum } from "./case.ts";

const MANY_QUERIES = 10;

/** One request sends many queries to one pool. */
export const nPlusOne: Rule = (about) =>
  componentOf(about, "server").flatMap(({ spec }) =>
    serverSteps(spec, []).flatMap(({ endpoint, steps }): Finding[] => {
      const counts = new Map<string, number>();
      for (const { step, times } of placedSteps(steps, [])) {
        if ("query" in step) counts.set(step.query.pool, (counts.get(step.query.pool) ?? 0) + times);
      }
      return [...counts].flatMap(([id, queries]): Finding[] => {
        const pool = about.scenario.components.find((one) => one.id === id);
        if (queries < MANY_QUERIES || pool?.type !== "pool") return [];
        const name = endpoint ?? spec.id;
        const parallel = steps.some((step) => "parallel" in step);
        const fill = Math.ceil(pool.max / queries);
        const text = !parallel
          ? sentence("A request to {0} sends {1} queries through {2}, one after another.", name, queries, id)
          : fill === 1
            ? sentence(
                "A request to {0} sends {1} queries through {2}; one request fills all {3} connections.",
                name,
                queries,
                id,
                pool.max,
              )
            : sentence(
                "A request to {0} sends {1} queries through {2}; {4} requests fill all {3} connections.",
                name,
                queries,
                id,
                pool.max,
                fill,
              );
        return [
          {
            rule: "n-plus-1",
            text,
            components: [spec.id, id],
            values: { queries, max: pool.max },
          },
        ];
      });
    }),
  );

/** More queries run than there are cores, so that each takes longer. */
export const oversubscribed: Rule = (about) =>
  componentOf(about, "database").flatMap(({ spec, seen }): Finding[] => {
    const crowd = longestSpan(seen.seconds, about.evidence.width, ({ active }) => active > spec.cores);
    if (crowd === undefined || crowd.span[1] - crowd.span[0] < 2) return [];
    const running = sum(crowd.seconds, ({ active }) => active) / crowd.seconds.length;
    const slower = measured(about, "database.time.mean", spec.id) / (seen.work / seen.ended);
    if (!(running >= 1.1 * spec.cores && slower >= 1.2)) return [];
    return [
      {
        rule: "oversubscribed",
        text: sentence(
          "{0} queries run on the {1} cores of {2}; each took {3} times as long as alone.",
          number(running),
          spec.cores,
          spec.id,
          number(slower),
        ),
        components: [spec.id],
        values: { running, cores: spec.cores, slower },
        span: crowd.span,
      },
    ];
  });

/** Many requests load the same key at once. */
export const stampede: Rule = (about) => {
  const keys = Math.max(1, ...componentOf(about, "source").map(({ spec }) => spec.keys?.count ?? 1));
  return componentOf(about, "cache").flatMap(({ spec, seen }): Finding[] => {
    if (spec.singleFlight || !Number.isFinite(spec.ttl)) return [];
    const loads = measured(about, "cache.loads.count", spec.id);
    const seconds = about.evidence.time - about.evidence.from;
    const needed = Math.min(keys, seen.arrived) * (seconds / spec.ttl + 1);
    if (!(loads >= 10 * needed)) return [];
    const busiest = seen.seconds.reduce((a, b) => (b.arrived - b.hits > a.arrived - a.hits ? b : a));
    return [
      {
        rule: "stampede",
        text: sentence(
          "{0} loads where {1} would do: when a key of {2} expires, all who ask for it load it ({3} at t = {4}).",
          number(loads),
          number(needed),
          spec.id,
          number(busiest.arrived - busiest.hits),
          formatDuration(busiest.at),
        ),
        components: [spec.id],
        values: { loads, needed },
        span: [busiest.at, busiest.at + about.evidence.width],
      },
    ];
  });
};

/** For a while a cache finds far less than it usually does. */
export const cold: Rule = (about) =>
  componentOf(about, "cache").flatMap(({ spec, seen }): Finding[] => {
    const asked = seen.seconds.filter(({ arrived }) => arrived >= 20);
    const ratios = asked.map(({ hits, arrived }) => hits / arrived).toSorted((a, b) => a - b);
    const usual = ratios[ratios.length >> 1] ?? 0;
    const low = longestSpan(asked, about.evidence.width, ({ hits, arrived }) => hits / arrived < 0.7 * usual);
    // A single second is a key that expired, not a cold cache.
    if (low === undefined || low.seconds.length < 2 || usual < 0.2) return [];
    const ratio = sum(low.seconds, ({ hits }) => hits) / sum(low.seconds, ({ arrived }) => arrived);
    return [
      {
        rule: "cold",
        text: sentence(
          "{0} was cold from {1} to {2}: {3} hits instead of {4}.",
          spec.id,
          formatDuration(low.span[0]),
          formatDuration(low.span[1]),
          percent(ratio),
          percent(usual),
        ),
        components: [spec.id],
        values: { ratio, usual },
        span: low.span,
      },
    ];
  });
