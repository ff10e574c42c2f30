import type { Component } from "../../engine/component.ts";
import type { Ledgers } from "../../engine/ledgers.ts";
import type { Breakdown } from "../../measure/breakdown.ts";
import { Histogram } from "../../measure/histogram.ts";
import { OUTCOMES, type OutcomeName } from "../../outcome.ts";
import { parseScenario } from "../../scenario/parse.ts";
import type { Cohort, ComponentEvidence, Evidence, EvidenceSecond, SourceEvidence } from "../../studies.ts";
import type { RunInput } from "../../task.ts";
import { measurements } from "../measurements.ts";
import { Run, type ValidDocument } from "../run.ts";
import { type Counts, countsOf } from "../series.ts";
import { steadiness } from "../steadiness.ts";
import { changed } from "../timeline.ts";
import { Bands, bandOf, Latencies, listen } from "./bands.ts";

/** The run is looked at in at most this many spans, of a second or more each. */
const SPANS = 600;
/** Events between two looks at how far the run is. */
const BATCH = 1_000_000;

/** The requests whose time is told apart, by their place in the order of latencies. */
const COHORTS = [
  ["slowest 1 %", 0.99, 1],
  ["median", 0.45, 0.55],
  ["all", 0, 1],
] as const;
const [SLOWEST] = COHORTS;

/**
 * Runs a scenario and keeps what an explanation rests on: where the time went, and every component second by second. It runs twice, to the
 * last byte the same: only after the first time is it known which requests are the slowest.
 */
export function observe(input: RunInput): Evidence {
  const parsed = parseScenario(input.text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? "the scenario is not valid");
  const document = changed(parsed.raw, input.set);
  const { scenario } = document;
  const duration = input.duration ?? scenario.run.duration;
  const from = Math.min(scenario.run.warmUp, duration);
  // Before the first fault or change everything was as usual, which is what the rest is compared with.
  const first = Math.min(...scenario.events.map(({ at }) => at));
  const usualUntil = first > from && first < duration ? first : undefined;
  const known = latencies(document, input.seed, duration, usualUntil);

  const run = new Run(document, input.seed, true);
  const { network } = run;
  const { ledgers } = network.simulation;
  const watched = network.sources.map((source, i) => {
    const { all, usual } = known[i] as (typeof known)[number];
    const bands = COHORTS.map(([, low, high]) => bandOf(all, low, high));
    const before = usual === undefined ? undefined : bandOf(usual, SLOWEST[1], SLOWEST[2]);
    listen(source, new Bands(before === undefined ? bands : [...bands, before]));
    return { source, bands, before, reference: undefined as Cohort | undefined };
  });
  let state = advance(run, from);
  const width = Math.max(1, Math.ceil((duration - from) / SPANS));
  const kept = network.components.map((component): Watched => {
    component.station.bucket = new Histogram();
    component.station.waiting.takePeak();
    return { component, before: countsOf(component, from), seconds: [] };
  });
  for (let end = from + width; state === "reached" && run.now < duration; end += width) {
    const until = Math.min(end, duration);
    if (usualUntil !== undefined && run.now < usualUntil && usualUntil <= until) {
      state = advance(run, usualUntil);
      for (const one of watched) {
        if (one.before !== undefined) one.reference = cohortOf(SLOWEST[0], one.before.breakdown, ledgers);
      }
    }
    if (state === "reached") state = advance(run, until);
    for (const one of kept) one.seconds.push(secondOf(one, run.now));
  }
  return {
    seed: input.seed,
    from,
    width,
    time: run.now,
    unstable: state === "overloaded" || steadiness(network).some(({ state }) => state === "unstable"),
    measurements: measurements(network),
    sources: watched.map(
      ({ source, bands, reference }): SourceEvidence => ({
        id: source.id,
        cohorts: COHORTS.map(([name], i) =>
          cohortOf(name, (bands[i] as (typeof bands)[number]).breakdown, ledgers),
        ),
        ...(reference === undefined || reference.requests === 0 ? {} : { reference }),
      }),
    ),
    components: kept.map(({ component, seconds }) => componentEvidence(component, seconds)),
  };
}

/** The latencies of every source's requests in ascending order, of all and of those before a time. */
function latencies(
  document: ValidDocument,
  seed: number,
  duration: number,
  usualUntil: number | undefined,
): { all: Float64Array; usual: Float64Array | undefined }[] {
  const run = new Run(document, seed, true);
  const lists = run.network.sources.map((source) => listen(source, new Latencies()));
  if (usualUntil !== undefined) advance(run, usualUntil);
  const usual = usualUntil === undefined ? undefined : lists.map(({ all }) => Float64Array.from(all).sort());
  advance(run, duration);
  return lists.map(({ all }, i) => ({ all: Float64Array.from(all).sort(), usual: usual?.[i] }));
}

function advance(run: Run, until: number) {
  let state = run.advance(until, BATCH);
  while (state === "more") state = run.advance(until, BATCH);
  return state;
}

function componentEvidence({ id, station }: Component, seconds: EvidenceSecond[]): ComponentEvidence {
  const outcomes = OUTCOMES.map((name, i) => [name, station.outcomes[i] as number] as const);
  return {
    id,
    arrived: station.arrived,
    ended: station.ended,
    outcomes: Object.fromEntries(outcomes.filter(([, count]) => count !== 0)) as Partial<
      Record<OutcomeName, number>
    >,
    work: station.work,
    deadWork: station.deadWork,
    seconds,
  };
}

type Watched = { component: Component; before: Counts; seconds: EvidenceSecond[] };

/** What happened at a component since the last look. */
function secondOf(watched: Watched, now: number): EvidenceSecond {
  const { component, before } = watched;
  const counts = countsOf(component, now);
  const seconds = now - before.time;
  const times = component.station.bucket as Histogram;
  watched.before = counts;
  const second: EvidenceSecond = {
    at: before.time,
    arrived: counts.arrived - before.arrived,
    ended: counts.ended - before.ended,
    failed: counts.failed - before.failed,
    inTime: (counts.outcomes[0] as number) - (before.outcomes[0] as number),
    attempts: counts.attempts - before.attempts,
    hits: counts.hits - before.hits,
    active: (counts.active - before.active) / seconds,
    waiting: (counts.waiting - before.waiting) / seconds,
    waitingMax: component.station.waiting.takePeak(),
    open: (counts.connecting - before.connecting) / seconds,
    p50: times.quantile(0.5),
    p99: times.quantile(0.99),
  };
  times.clear();
  return second;
}

function cohortOf(name: string, breakdown: Breakdown, { names }: Ledgers): Cohort {
  const { requests, latency, parts } = breakdown.cohort(0, 1);
  const found = Array.from(parts, (seconds, i) => ({
    component: names[i]?.component ?? "",
    part: names[i]?.kind ?? "elsewhere",
    seconds,
    share: seconds / latency,
  }));
  return {
    name,
    requests,
    latency,
    // A part that no request had is not worth a line; rounding leaves parts of a billionth.
    parts: found.filter(({ share }) => share > 1e-9).sort((a, b) => b.seconds - a.seconds),
  };
}
