import type { Json } from "../protocol.ts";
import { formatDuration, formatRate } from "../scenario/format.ts";
import type { ComponentOf, Scenario } from "../scenario/schema/scenario.ts";
import type { Load, LoadPart } from "../studies.ts";
import type { ValidDocument } from "./run.ts";

export const LOADS = ["smoke", "load", "stress", "spike", "soak"] as const satisfies readonly Load[];

/** A part of a load test: for a share of its time the load goes from one multiple of the usual to another. */
type Part = { share: number; from: number; to: number; window?: string };

const flat = (share: number, level: number, window?: string): Part => ({
  share,
  from: level,
  to: level,
  ...(window === undefined ? {} : { window }),
});
const ramp = (share: number, from: number, to: number): Part => ({ share, from, to });

/** What each load test does, and for how long (seconds) where nobody says it. */
const PLANS: Record<Load, { duration: number; parts: Part[] }> = {
  // Whether it works at all.
  smoke: { duration: 60, parts: [flat(1, 0.05)] },
  // The usual load, with its coming and going.
  load: { duration: 600, parts: [ramp(0.1, 0, 1), flat(0.8, 1, "usual"), ramp(0.1, 1, 0)] },
  // More than usual: half as much again, then twice.
  stress: {
    duration: 600,
    parts: [
      ramp(0.1, 0, 1),
      flat(0.2, 1, "usual"),
      ramp(0.1, 1, 1.5),
      flat(0.2, 1.5, "more"),
      ramp(0.1, 1.5, 2),
      flat(0.2, 2, "twice"),
      ramp(0.1, 2, 0),
    ],
  },
  // Five times the usual load from one second to the next, and whether it recovers.
  spike: { duration: 180, parts: [flat(0.4, 1, "before"), flat(0.1, 5, "spike"), flat(0.5, 1, "after")] },
  // Whether it stays as it was.
  soak: { duration: 3600, parts: [flat(0.1, 1, "first"), flat(0.8, 1), flat(0.1, 1, "last")] },
};

/** How the load of a test goes, and how long it takes. */
export function loadPlan(load: Load, duration?: number): { duration: number; parts: LoadPart[] } {
  const plan = PLANS[load];
  const seconds = duration ?? plan.duration;
  let until = 0;
  return {
    duration: seconds,
    parts: plan.parts.map(({ share, ...part }) => {
      until += share * seconds;
      return { ...part, until };
    }),
  };
}

/** A source whose load cannot be scaled. */
export class LoadError extends Error {
  override readonly name = "LoadError";
}

/**
 * The document with a load test in place of its own load: the same process, other rates, and a window for each part of it. What belongs to the
 * document's own course of time goes: faults and changes, windows and the budgets of these. Throws a LoadError.
 */
export function withLoad({ raw, scenario }: ValidDocument, load: Load, duration?: number): Json {
  const plan = PLANS[load];
  const seconds = duration ?? plan.duration;
  const { components, budgets, ...document } = raw as { [key: string]: Json } & {
    components: { [key: string]: Json }[];
    budgets?: { [key: string]: Json }[];
  };
  for (const timed of ["events", "windows", "variants", "expect", "sweep"]) delete document[timed];
  const events: Json[] = [];
  const loaded = components.map((component, i): Json => {
    const spec = scenario.components[i];
    if (spec?.type !== "source") return component;
    events.push(...userChanges(spec, plan.parts, seconds));
    return { ...component, arrival: arrivalOf(spec, component.arrival ?? null, plan.parts, seconds) };
  });
  return {
    ...document,
    run: { ...(document.run as { [key: string]: Json } | undefined), duration: time(seconds), warmUp: "0ms" },
    components: loaded,
    events,
    windows: windowsOf(plan.parts, seconds),
    ...(budgets === undefined ? {} : { budgets: budgets.filter(({ window }) => window === undefined) }),
  };
}

const time = (seconds: number): string => formatDuration(Number(seconds.toPrecision(9)));

/** Requests a second that a source sends on a usual day: the most of its stages, the mean of its bursts. Throws a LoadError. */
export function usualRate({ id, arrival }: ComponentOf<"source">): number {
  switch (arrival.model) {
    case "open":
      return arrival.rate;
    case "stages":
      return Math.max(...arrival.stages.map(({ rate, rampTo }) => Math.max(rate, rampTo ?? 0)));
    case "bursty": {
      const seconds = arrival.states.reduce((sum, state) => sum + state.duration, 0);
      return arrival.states.reduce((sum, { rate, duration }) => sum + rate * duration, 0) / seconds;
    }
    default:
      throw new LoadError(`${id}: the load of a source that is ${arrival.model} cannot be scaled`);
  }
}

function arrivalOf(spec: ComponentOf<"source">, raw: Json, parts: readonly Part[], seconds: number): Json {
  const { arrival } = spec;
  if (arrival.model === "closed") {
    return { ...(raw as { [key: string]: Json }), users: usersAt(arrival.users, parts[0]?.from ?? 0) };
  }
  const usual = usualRate(spec);
  const process = "process" in arrival ? arrival.process : "poisson";
  return {
    model: "stages",
    process,
    stages: parts.map(({ share, from, to }) => ({
      duration: time(share * seconds),
      rate: rate(from * usual),
      ...(from === to ? {} : { rampTo: rate(to * usual) }),
    })),
  };
}

const rate = (perSecond: number): string => formatRate(Number(perSecond.toPrecision(9)));

/** Users in a closed loop come and go in steps. */
const STEPS = 8;

const usersAt = (usual: number, level: number): number => Math.max(1, Math.round(usual * level));

function userChanges(
  { id, arrival }: ComponentOf<"source">,
  parts: readonly Part[],
  seconds: number,
): Json[] {
  if (arrival.model !== "closed") return [];
  const changes: Json[] = [];
  let at = 0;
  let users = usersAt(arrival.users, parts[0]?.from ?? 0);
  for (const { share, from, to } of parts) {
    for (let step = 0; step < STEPS; step++) {
      const next = usersAt(arrival.users, from + ((to - from) * step) / STEPS);
      const when = at + (share * seconds * step) / STEPS;
      if (next !== users) changes.push({ at: time(when), set: { [`${id}.arrival.users`]: next } });
      users = next;
    }
    at += share * seconds;
  }
  return changes;
}

function windowsOf(parts: readonly Part[], seconds: number): { [name: string]: Json } {
  const windows: { [name: string]: Json } = {};
  let at = 0;
  for (const { share, window } of parts) {
    const end = Math.min(seconds, at + share * seconds);
    if (window !== undefined) windows[window] = [time(at), time(end)];
    at = end;
  }
  return windows;
}

/** What changes to multiply the load of some sources. Throws a LoadError. */
export function scaledLoad(
  scenario: Scenario,
  sources: readonly string[],
  factor: number,
): { [path: string]: Json } {
  const set: { [path: string]: Json } = {};
  for (const spec of scenario.components) {
    if (spec.type !== "source" || !sources.includes(spec.id)) continue;
    const { id, arrival } = spec;
    if (arrival.model === "closed") set[`${id}.arrival.users`] = usersAt(arrival.users, factor);
    else if (arrival.model === "open")
      set[`${id}.arrival.rate`] = rate(Number((arrival.rate * factor).toPrecision(4)));
    else
      throw new LoadError(
        `${id}: a breaking point needs a source with a constant rate or users, not one that is ${arrival.model}`,
      );
  }
  return set;
}
