import type { Flaw } from "../flaw.ts";
import { formatDuration } from "../format.ts";
import type { Segment } from "../path.ts";
import { presetFlaw } from "../presets.ts";
import type { Call } from "../schema/call.ts";
import type { Distribution } from "../schema/distribution.ts";
import type { Component, ComponentOf } from "../schema/scenario.ts";
import type { Step } from "../schema/steps.ts";
import { alwaysZero, distributionFlaws } from "./distributions.ts";
import { falling, wrong } from "./findings.ts";
import { bulkheadFlaws, queueFlaws } from "./limits.ts";
import { serverFlaws } from "./servers.ts";
import { placedSteps } from "./step-places.ts";

const MOST_RETRIES = 1000;
const MOST_HEDGES = 100;
const MOST_KEYS = 10_000_000;
const MOST_USERS = 1_000_000;

/** Ids that mean something else in paths and expressions. */
const RESERVED: Readonly<Record<string, string>> = {
  run: "run.duration and the like are parameters of the run",
  system: "system is the whole system in expressions",
};

/** What a component's fields say against one another. `path` is the component's place in the document. */
export function componentFlaws(component: Component, path: readonly Segment[]): Flaw[] {
  const reserved = Object.hasOwn(RESERVED, component.id) ? RESERVED[component.id] : undefined;
  const flaws =
    reserved === undefined ? [] : [wrong([...path, "id"], `"${component.id}" cannot be an id: ${reserved}`)];
  const preset = presetFlaw(component);
  if (preset !== undefined) flaws.push(wrong([...path, "preset"], preset.message, preset.suggestion));
  switch (component.type) {
    case "source":
      return [...flaws, ...sourceFlaws(component, path)];
    case "server":
      return [
        ...flaws,
        ...serverFlaws(component, path, serverSteps(component, path)),
        ...serverSteps(component, path).flatMap(({ steps, path }) => stepFlaws(steps, path)),
      ];
    case "pool":
      return [...flaws, ...poolFlaws(component, path)];
    case "breaker":
      return [
        ...flaws,
        ...windowFlaws(component, path),
        ...fallbackFlaws(component.fallback, [...path, "fallback"]),
      ];
    case "bulkhead":
      return [...flaws, ...bulkheadFlaws(component, path)];
    case "queue":
      return [...flaws, ...queueFlaws(component, path)];
    case "database":
      return [...flaws, ...databaseFlaws(component, path)];
    default:
      return flaws;
  }
}

function windowFlaws({ counting, window }: ComponentOf<"breaker">, path: readonly Segment[]): Flaw[] {
  if (counting === "ended" || window.kind === "time") return [];
  const message = "calls that have only begun are counted over a time, not over a number of calls";
  return [wrong([...path, "window"], message, 'write a duration such as "10s"')];
}

function poolFlaws(pool: ComponentOf<"pool">, path: readonly Segment[]): Flaw[] {
  const { min, max, maxIdle, fallback, fallbackFor } = pool;
  const flaws = min <= max ? [] : [wrong([...path, "min"], `min ${min} is above max ${max}`)];
  if (min > maxIdle)
    flaws.push(wrong([...path, "maxIdle"], `no more than ${maxIdle} may be idle, and min keeps ${min} open`));
  if (fallbackFor > 0 && fallback === undefined) {
    const message = `there is no fallback to go to for ${formatDuration(fallbackFor)}`;
    flaws.push(wrong([...path, "fallbackFor"], message, 'name another pool as "fallback"'));
  }
  return flaws;
}

const MOST_REPLICAS = 64;

function databaseFlaws({ serviceTime, replicas }: ComponentOf<"database">, path: readonly Segment[]): Flaw[] {
  const flaws = distributionFlaws(serviceTime, [...path, "serviceTime"]);
  const { count, weights } = replicas;
  const here = [...path, "replicas"];
  if (count > MOST_REPLICAS)
    flaws.push(wrong([...here, "count"], `${count} replicas are too many: at most ${MOST_REPLICAS}`));
  // Without any replica nothing is replicated.
  if (count > 0 && replicas.synchronous !== undefined && replicas.synchronous.count > count) {
    const { count: needed } = replicas.synchronous;
    const message = `a write would wait for ${needed} of ${count} replicas for ever: ask for at most ${count}`;
    flaws.push(wrong([...here, "synchronous", "count"], message));
  }
  if (weights !== undefined && weights.length !== count) {
    const message = `${weights.length} weights for ${count} replicas: write one for each`;
    flaws.push(wrong([...here, "weights"], message));
  }
  return flaws;
}

/** The lists of steps of a server, and where they stand; `endpoint` is absent for those of all other calls. */
export function serverSteps(
  server: ComponentOf<"server">,
  path: readonly Segment[],
): { endpoint?: string; steps: Step[]; path: Segment[] }[] {
  const named = Object.entries(server.endpoints ?? {}).map(([endpoint, steps]) => ({
    endpoint,
    steps,
    path: [...path, "endpoints", endpoint],
  }));
  return server.steps === undefined ? named : [...named, { steps: server.steps, path: [...path, "steps"] }];
}

function stepFlaws(steps: readonly Step[], path: readonly Segment[]): Flaw[] {
  const flaws: Flaw[] = [];
  for (const { step, path: here } of placedSteps(steps, path)) {
    if ("compute" in step) flaws.push(...distributionFlaws(step.compute, [...here, "compute"]));
    else if ("query" in step) flaws.push(...workFlaws(step.query.work, [...here, "query", "work"]));
    else if ("call" in step) flaws.push(...policyFlaws(step.call, [...here, "call"]));
    else if ("parallel" in step) flaws.push(...quorumFlaws(step.parallel, [...here, "parallel"]));
    else if ("branch" in step) {
      const sum = step.branch.reduce((total, way) => total + way.ratio, 0);
      if (sum > 1 + 1e-6) {
        flaws.push(
          wrong(
            [...here, "branch"],
            `the ratios sum to ${Number(sum.toPrecision(9))}: they must not be above 1`,
          ),
        );
      }
    }
  }
  return flaws;
}

function quorumFlaws(
  parallel: Extract<Step, { parallel: unknown }>["parallel"],
  path: readonly Segment[],
): Flaw[] {
  const { join, quorum } = parallel;
  if (quorum === undefined) return [];
  const all = "branches" in parallel ? parallel.branches.length : parallel.times;
  const here = [...path, "quorum"];
  if (join !== "quorum")
    return [wrong(here, `the quorum is not looked at: "join" is "${join}"`, 'write "join": "quorum"')];
  return quorum <= all ? [] : [wrong(here, `a quorum of ${quorum} of ${all} cannot be reached`)];
}

const workFlaws = (work: Distribution | undefined, path: readonly Segment[]): Flaw[] =>
  work === undefined ? [] : distributionFlaws(work, path);

type Policy = Omit<Call, "target" | "endpoint">;

function policyFlaws({ timeout, retry, hedge, fallback }: Policy, path: readonly Segment[]): Flaw[] {
  const flaws = fallbackFlaws(fallback, [...path, "fallback"]);
  if (retry !== undefined) {
    const here = [...path, "retry"];
    if (retry.maxRetries > MOST_RETRIES) {
      flaws.push(
        wrong([...here, "maxRetries"], `${retry.maxRetries} retries are too many: at most ${MOST_RETRIES}`),
      );
    }
    const { initial, max, factor } = retry.backoff;
    if (initial > max) {
      const message = `the first wait ${formatDuration(initial)} is above the longest wait ${formatDuration(max)}`;
      flaws.push(wrong([...here, "backoff", "initial"], message));
    }
    if (factor < 1) {
      const message = `a factor of ${factor} makes each wait shorter than the last: write 1 or more`;
      flaws.push(wrong([...here, "backoff", "factor"], message));
    }
  }
  if (hedge !== undefined) {
    if (hedge.max > MOST_HEDGES) {
      flaws.push(
        wrong([...path, "hedge", "max"], `${hedge.max} copies are too many: at most ${MOST_HEDGES}`),
      );
    }
    if (hedge.after >= timeout) {
      const message = `a hedge after ${formatDuration(hedge.after)} is never sent: the call times out after ${formatDuration(timeout)}`;
      flaws.push(wrong([...path, "hedge", "after"], message));
    }
  }
  return flaws;
}

/** Another component takes as long as it takes. */
function fallbackFlaws(fallback: Call["fallback"], path: readonly Segment[]): Flaw[] {
  return fallback?.target === undefined || fallback.time === 0
    ? []
    : [
        wrong(
          [...path, "time"],
          `the time is for an answer that is the same for all: "${fallback.target}" takes its own`,
          "leave out the time, or the target",
        ),
      ];
}

function sourceFlaws(source: ComponentOf<"source">, path: readonly Segment[]): Flaw[] {
  return [
    ...arrivalFlaws(source.arrival, [...path, "arrival"]),
    ...workFlaws(source.patience, [...path, "patience"]),
    ...keyFlaws(source.keys, [...path, "keys"]),
    ...source.calls.flatMap((call, index) => policyFlaws(call, [...path, "calls", index])),
  ];
}

function keyFlaws(keys: ComponentOf<"source">["keys"], path: readonly Segment[]): Flaw[] {
  if (keys === undefined) return [];
  if (keys.count > MOST_KEYS)
    return [wrong([...path, "count"], `${keys.count} keys are too many: at most ${MOST_KEYS}`)];
  if (keys.distribution === "hot" && keys.hotCount > keys.count) {
    return [
      wrong(
        [...path, "hotCount"],
        `${keys.hotCount} hot keys are more than the ${keys.count} keys there are`,
      ),
    ];
  }
  return [];
}

function traceFlaws(
  { times, works, keys }: Extract<ComponentOf<"source">["arrival"], { model: "trace" }>,
  path: readonly Segment[],
): Flaw[] {
  const lengths = (
    [
      ["works", works],
      ["keys", keys],
    ] as const
  ).flatMap(([name, list]) =>
    list === undefined || list.length === times.length
      ? []
      : [wrong([...path, name], `${list.length} ${name} for ${times.length} times: write one for each`)],
  );
  const far = keys?.findIndex((key) => key >= MOST_KEYS) ?? -1;
  return [
    ...falling(times, (index) => [...path, "times", index], { strictly: false, what: "time" }),
    ...lengths,
    ...(far < 0 ? [] : [wrong([...path, "keys", far], `a key must be below ${MOST_KEYS}`)]),
  ];
}

function arrivalFlaws(arrival: ComponentOf<"source">["arrival"], path: readonly Segment[]): Flaw[] {
  switch (arrival.model) {
    case "open":
      return [];
    case "renewal": {
      const here = [...path, "between"];
      return alwaysZero(arrival.between)
        ? [wrong(here, "requests that follow one another in no time never let time pass")]
        : distributionFlaws(arrival.between, here);
    }
    case "stages":
      return arrival.stages.some((stage) => stage.duration > 0)
        ? []
        : [wrong([...path, "stages"], "no stage has a duration above zero")];
    case "bursty":
      return arrival.states.flatMap(({ duration }, index) =>
        duration > 0
          ? []
          : [wrong([...path, "states", index, "duration"], "a state needs a mean duration above zero")],
      );
    case "closed":
      return [
        ...(arrival.users > MOST_USERS
          ? [wrong([...path, "users"], `${arrival.users} users are too many: at most ${MOST_USERS}`)]
          : []),
        ...distributionFlaws(arrival.thinkTime, [...path, "thinkTime"]),
      ];
    case "trace":
      return traceFlaws(arrival, path);
  }
}
