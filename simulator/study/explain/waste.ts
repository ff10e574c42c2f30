import { type Sentence, sentence } from "../../../words/sentence.ts";
import { OUTCOMES, type OutcomeName } from "../../outcome.ts";
import { formatDuration } from "../../scenario/format.ts";
import type { Finding } from "../../studies.ts";
import { componentOf, measured, number, percent, type Rule, sum } from "./case.ts";

const REFUSALS: Partial<Record<OutcomeName, Sentence>> = {
  acquireTimeout: sentence("waited too long for a connection"),
  queueFull: sentence("found the queue full"),
  queueTimeout: sentence("waited too long in the queue"),
  rateLimited: sentence("were over the rate limit"),
  shortCircuited: sentence("found the breaker open"),
  unavailable: sentence("found it down"),
};

/** Who refused what: told of the component that refused, not of those who handed the refusal on. */
export const refused: Rule = (about) => {
  const sources = about.evidence.components.filter(({ id }) =>
    about.evidence.sources.some((source) => source.id === id),
  );
  const requests = sum(sources, ({ arrived }) => arrived);
  return OUTCOMES.flatMap((outcome): Finding[] => {
    const words = REFUSALS[outcome];
    if (words === undefined) return [];
    const refusing = about.evidence.components.filter(
      ({ id, outcomes }) => (outcomes[outcome] ?? 0) > 0 && mayRefuse(about.scenario.components, id, outcome),
    );
    return refusing.flatMap(({ id, outcomes, ended }): Finding[] => {
      const count = outcomes[outcome] ?? 0;
      if (count < 0.001 * requests) return [];
      return [
        {
          rule: "refused",
          text: sentence(
            "{0} refused {1} of {2} calls ({3}): they {4}.",
            id,
            number(count),
            number(ended),
            percent(count / ended),
            words,
          ),
          components: [id],
          values: { count, calls: ended, share: count / ended },
        },
      ];
    });
  });
};

/** Which types of component refuse in which way by themselves. */
const REFUSERS: Partial<Record<OutcomeName, readonly string[]>> = {
  acquireTimeout: ["pool"],
  queueFull: ["pool", "server", "bulkhead", "queue"],
  queueTimeout: ["server", "bulkhead"],
  rateLimited: ["limiter"],
  shortCircuited: ["breaker"],
  unavailable: ["balancer", "server", "pool", "database", "cache"],
};

function mayRefuse(components: readonly { id: string; type: string }[], id: string, outcome: OutcomeName) {
  const type = components.find((one) => one.id === id)?.type;
  return type !== undefined && REFUSERS[outcome]?.includes(type) === true;
}

/** Work for clients that had gone. */
export const deadWork: Rule = (about) =>
  [...componentOf(about, "server"), ...componentOf(about, "database")].flatMap(
    ({ spec, seen }): Finding[] => {
      const share = seen.deadWork / seen.work;
      if (!(share >= 0.05)) return [];
      return [
        {
          rule: "dead-work",
          text: sentence(
            "{0} of the work of {1} was done for clients that had already given up.",
            percent(share),
            spec.id,
          ),
          components: [spec.id],
          values: { share, seconds: seen.deadWork },
        },
      ];
    },
  );

/** More calls are sent than requests come in. */
export const amplification: Rule = (about) =>
  componentOf(about, "source").flatMap(({ spec }): Finding[] => {
    const attempts = measured(about, "attempts.perRequest", spec.id);
    if (!(attempts >= 1.2)) return [];
    const most = Math.max(...spec.calls.map(({ retry }) => 1 + (retry?.maxRetries ?? 0)));
    return [
      {
        rule: "amplification",
        text:
          most > 1
            ? sentence(
                "Each request of {0} became {1} calls, of at most {2}: retries add to the load that makes them needed.",
                spec.id,
                number(attempts),
                most,
              )
            : sentence(
                "Each request of {0} became {1} calls: retries add to the load that makes them needed.",
                spec.id,
                number(attempts),
              ),
        components: [spec.id],
        values: { attempts, most },
      },
    ];
  });

const AFTER = 10;

/** A fault is long over, and what it began keeps itself going. */
export const metastable: Rule = (about) => {
  const { scenario, evidence, source } = about;
  const ends = scenario.events.flatMap((event) =>
    "fault" in event && event.until !== undefined && event.until < evidence.time ? [event.until] : [],
  );
  const over = Math.max(...ends);
  const seen = evidence.components.find(({ id }) => id === source.id);
  const later = (seen?.seconds ?? []).filter(({ at }) => at >= over + AFTER);
  if (ends.length === 0 || later.length < AFTER / 2) return [];
  const [arrived, inTime, attempts] = [
    sum(later, ({ arrived }) => arrived),
    sum(later, ({ inTime }) => inTime),
    sum(later, ({ attempts }) => attempts),
  ];
  const goodput = inTime / arrived;
  const amplified = attempts / arrived;
  if (!(goodput < 0.8)) return [];
  const ago = formatDuration(Number((evidence.time - over).toPrecision(3)));
  const why =
    amplified > 1.5
      ? sentence("retries ({0} calls for each request) now keep it down", number(amplified))
      : sentence("the backlog of then is still worked off");
  return [
    {
      rule: "metastable",
      text: sentence(
        "The fault was over {0} before the end, and only {1} of the requests are answered in time: {2}.",
        ago,
        percent(goodput),
        why,
      ),
      components: [source.id],
      values: { ago: evidence.time - over, goodput, attempts: amplified },
      span: [over + AFTER, evidence.time],
    },
  ];
};

/** A breaker that lets nothing through for a good part of the time. */
export const breakerOpen: Rule = (about) =>
  componentOf(about, "breaker").flatMap(({ spec }): Finding[] => {
    const open = measured(about, "breaker.open.ratio", spec.id);
    if (!(open >= 0.05)) return [];
    const times = measured(about, "breaker.opened.count", spec.id);
    return [
      {
        rule: "breaker-open",
        text: sentence(
          "The breaker {0} in front of {1} was open {2} of the time (opened {3} times).",
          spec.id,
          spec.target,
          percent(open),
          number(times),
        ),
        components: [spec.id, spec.target],
        values: { open, times },
      },
    ];
  });
