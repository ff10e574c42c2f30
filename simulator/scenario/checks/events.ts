import { suggest } from "../../../words/nearest.ts";
import type { Flaw } from "../flaw.ts";
import { formatDuration } from "../format.ts";
import type { Segment } from "../path.ts";
import type { Component, FaultEvent, Scenario } from "../schema/scenario.ts";
import { wrong } from "./findings.ts";
import { referencesOf } from "./references.ts";

/** What each fault can happen to. */
export const SUFFERERS: Readonly<Record<FaultEvent["fault"], readonly Component["type"][]>> = {
  latency: ["server", "pool", "database", "cache", "queue"],
  errors: ["balancer", "server", "pool", "database", "cache", "breaker", "bulkhead", "limiter", "queue"],
  hang: ["server", "pool", "database", "cache", "queue"],
  down: ["balancer", "server", "pool", "database", "cache", "breaker", "bulkhead", "limiter", "queue"],
  traffic: ["source"],
  cores: ["server", "database"],
  flush: ["cache"],
  crash: ["server"],
  partition: ["balancer", "server", "pool", "database", "cache", "breaker", "bulkhead", "limiter", "queue"],
};

/** Faults that hit nothing, and times outside of the run. Changes by `set` are checked with the parameters. */
export function eventFlaws({ components, events, run }: Scenario): Flaw[] {
  const byId = new Map(components.map((component) => [component.id, component]));
  return events.flatMap((event, index) => {
    const path = ["events", index];
    const flaws = event.at < run.duration ? [] : [afterTheEnd([...path, "at"], event.at, run.duration)];
    if (!("fault" in event)) return flaws;
    if (event.until !== undefined && event.until <= event.at) {
      const message = `a fault that ends at ${formatDuration(event.until)} must begin before, not at ${formatDuration(event.at)}`;
      flaws.push(wrong([...path, "until"], message));
    }
    const target = byId.get(event.target);
    if (target === undefined) {
      flaws.push(unknownComponent([...path, "target"], event.target, components));
    } else if (!SUFFERERS[event.fault].includes(target.type)) {
      const message = `"${event.target}" is a ${target.type}: "${event.fault}" can happen to a ${SUFFERERS[event.fault].join(", ")}`;
      flaws.push(wrong([...path, "target"], message));
    } else if (event.fault === "partition") {
      flaws.push(...partitionFlaws(event, target, components, path));
    } else if (event.node !== undefined) {
      flaws.push(...nodeFlaws(event.node, target, path));
    }
    return flaws;
  });
}

/** A fault of one machine, where there is no such machine. */
function nodeFlaws(node: number, target: Component, path: readonly Segment[]): Flaw[] {
  const here = [...path, "node"];
  if (target.type !== "database") {
    return [wrong(here, `"${target.id}" is a ${target.type}: only a database has nodes`, `leave "node" out`)];
  }
  const { count } = target.replicas;
  if (node <= count) return [];
  const replicas = count === 0 ? "no replicas" : count === 1 ? "one replica" : `${count} replicas`;
  return [wrong(here, `"${target.id}" has ${replicas}: its nodes are 0 to ${count}`)];
}

/** A partition that cuts nothing. */
function partitionFlaws(
  { node, from }: Extract<FaultEvent, { fault: "partition" }>,
  target: Component,
  components: readonly Component[],
  path: readonly Segment[],
): Flaw[] {
  if (node !== undefined)
    return [wrong([...path, "node"], "a partition is of a whole component", `leave "node" out`)];
  if (from !== undefined && !components.some(({ id }) => id === from))
    return [unknownComponent([...path, "from"], from, components)];
  // A server and its pool are one process.
  const callers = referencesOf(components)
    .filter(({ to }) => to === target.id)
    .map((reference) => components[reference.from] as Component)
    .filter(({ type }) => target.type !== "pool" || type === "pool")
    .map(({ id }) => id);
  if (from === undefined) {
    if (callers.length > 0) return [];
    const what = target.type === "pool" ? "only servers call it, in whose process it is" : "nobody calls it";
    return [wrong([...path, "target"], `there is nothing to cut before "${target.id}": ${what}`)];
  }
  if (callers.includes(from)) return [];
  return [
    wrong([...path, "from"], `"${from}" does not call "${target.id}"`, suggest(from, callers, "callers")),
  ];
}

/** Spans of time that are empty or outside of the run. */
export function windowFlaws({ windows, run }: Scenario): Flaw[] {
  return Object.entries(windows).flatMap(([name, [from, to]]) => {
    const path = ["windows", name];
    if (from >= to) {
      return [
        wrong(path, `the window "${name}" ends at ${formatDuration(to)}, which is not after it begins`),
      ];
    }
    return to <= run.duration ? [] : [afterTheEnd([...path, 1], to, run.duration)];
  });
}

export function runFlaws({ run }: Pick<Scenario, "run">): Flaw[] {
  const flaws = run.duration > 0 ? [] : [wrong(["run", "duration"], "a run needs a duration above zero")];
  if (run.warmUp > 0 && run.warmUp >= run.duration) {
    const message = `a warm-up of ${formatDuration(run.warmUp)} leaves nothing of a run of ${formatDuration(run.duration)}`;
    flaws.push(wrong(["run", "warmUp"], message));
  }
  if (run.replications > 10_000) {
    flaws.push(
      wrong(["run", "replications"], `${run.replications} replications are too many: at most 10000`),
    );
  }
  return flaws;
}

export function layoutFlaws({ layout, components }: Scenario): Flaw[] {
  const ids = new Set(components.map(({ id }) => id));
  return Object.keys(layout).flatMap((id): Flaw[] =>
    ids.has(id) ? [] : [{ ...unknownComponent(["layout", id], id, components), on: "key" }],
  );
}

export function unknownComponent(
  path: readonly Segment[],
  id: string,
  components: readonly Component[],
): Flaw {
  const ids = components.map((component) => component.id);
  return wrong(path, `there is no component "${id}"`, suggest(id, ids, "components"));
}

const afterTheEnd = (path: readonly Segment[], time: number, end: number): Flaw =>
  wrong(path, `${formatDuration(time)} is after the end of the run, which lasts ${formatDuration(end)}`);
