import { suggest } from "../../../words/nearest.ts";
import type { Flaw } from "../flaw.ts";
import type { Segment } from "../path.ts";
import type { Call } from "../schema/call.ts";
import type { Component, Scenario } from "../schema/scenario.ts";
import { serverSteps } from "./components.ts";
import { wrong } from "./findings.ts";
import { placedSteps } from "./step-places.ts";

/** One component's mention of another. */
export type Reference = {
  /** Index of the component that mentions. */
  from: number;
  to: string;
  path: Segment[];
  /** What it is mentioned as: something to call, a pool to query through, a cache to look into or to write to what it is in front of, what a pool connects to, where a server sends a finished request. */
  role: "call" | "forward" | "query" | "lookup" | "write" | "connection";
  /** The endpoint that a call names. */
  endpoint?: string;
  /** The endpoint of the mentioning server whose steps hold it; "" for its other steps and all other components. */
  within: string;
  /** How many times one request to the mentioning component uses it at most. */
  times: number;
  /** A request goes there by chance, in an event of its own: it may come back. */
  chance?: true;
};

/** Every mention of a component by another, in the order of the document. */
export function referencesOf(components: readonly Component[]): Reference[] {
  return components.flatMap((component, from) => mentions(component, from, ["components", from]));
}

function mentions(component: Component, from: number, path: readonly Segment[]): Reference[] {
  const one = (to: string, role: Reference["role"], ...rest: Segment[]): Reference => ({
    from,
    to,
    role,
    path: [...path, ...rest],
    within: "",
    times: 1,
  });
  switch (component.type) {
    case "source":
      return component.calls.flatMap((call, index) =>
        callMentions(call, [...path, "calls", index]).map((mention) => ({ from, within: "", ...mention })),
      );
    case "balancer":
      return component.targets.map(({ target }, index) => one(target, "call", "targets", index, "target"));
    case "server":
      return [
        ...serverSteps(component, path).flatMap(({ endpoint = "", steps, path }) =>
          [...stepMentions(steps, path)].map((mention) => ({ from, within: endpoint, ...mention })),
        ),
        ...(typeof component.forward === "string"
          ? [one(component.forward, "forward", "forward")]
          : (component.forward ?? []).map(({ target }, i): Reference => {
              return { ...one(target, "forward", "forward", i, "target"), chance: true };
            })),
      ];
    case "pool":
      return [
        one(component.target, "connection", "target"),
        ...(component.fallback === undefined ? [] : [one(component.fallback, "query", "fallback")]),
      ];
    case "breaker":
      return [
        one(component.target, "call", "target"),
        ...(component.fallback?.target === undefined
          ? []
          : [one(component.fallback.target, "call", "fallback", "target")]),
      ];
    case "bulkhead":
    case "limiter":
      return [one(component.target, "call", "target")];
    case "queue":
      return [
        one(component.target, "call", "target"),
        ...(component.deadLetter === undefined ? [] : [one(component.deadLetter, "call", "deadLetter")]),
      ];
    case "cache":
      return component.target === undefined ? [] : [one(component.target, "call", "target")];
    case "database":
      return [];
  }
}

type Tries = { retry?: { maxRetries: number } | undefined; hedge?: { max: number } | undefined };

const tries = (retry: Tries["retry"], hedge: Tries["hedge"]): number =>
  (1 + (retry?.maxRetries ?? 0)) * (1 + (hedge?.max ?? 0));

type Mention = Omit<Reference, "from" | "within">;

/** The target of a call, and that of its fallback. */
function callMentions(
  { target, endpoint, retry, hedge, fallback }: Omit<Call, "timeout">,
  path: readonly Segment[],
): Mention[] {
  const shared = { role: "call" as const, ...(endpoint === undefined ? {} : { endpoint }) };
  const first = { ...shared, to: target, path: [...path, "target"], times: tries(retry, hedge) };
  return fallback?.target === undefined
    ? [first]
    : [first, { ...shared, to: fallback.target, path: [...path, "fallback", "target"], times: 1 }];
}

function* stepMentions(
  steps: Parameters<typeof placedSteps>[0],
  path: readonly Segment[],
): Generator<Mention> {
  for (const { step, path: here, times } of placedSteps(steps, path)) {
    if ("query" in step)
      yield { to: step.query.pool, role: "query", path: [...here, "query", "pool"], times };
    else if ("lookup" in step) {
      yield { to: step.lookup.cache, role: "lookup", path: [...here, "lookup", "cache"], times };
    } else if ("write" in step) {
      const role = step.write.steps === undefined ? "write" : "lookup";
      yield { to: step.write.cache, role, path: [...here, "write", "cache"], times };
    } else if ("transaction" in step) {
      yield { to: step.transaction.pool, role: "query", path: [...here, "transaction", "pool"], times };
    } else if ("call" in step) {
      for (const mention of callMentions(step.call, [...here, "call"]))
        yield { ...mention, times: times * mention.times };
    }
  }
}

/** Mentions of components that are not there, or are of the wrong type. */
export function referenceFlaws(
  { components }: Pick<Scenario, "components">,
  references: readonly Reference[],
): Flaw[] {
  const byId = new Map(components.map((component) => [component.id, component]));
  return references.flatMap((reference) => {
    const target = byId.get(reference.to);
    if (target === undefined) return [unknown(reference, components)];
    const misfit = misfitOf(reference, target);
    return misfit === undefined ? [] : [wrong(reference.path, ...misfit)];
  });
}

function unknown({ path, to, role }: Reference, components: readonly Component[]): Flaw {
  const fitting = components.filter(({ type }) =>
    role === "query"
      ? type === "pool"
      : role === "lookup" || role === "write"
        ? type === "cache"
        : type !== "source",
  );
  const ids = fitting.map(({ id }) => id);
  const suggestion = suggest(to, ids, "components that fit");
  return wrong(path, `there is no component "${to}"`, suggestion);
}

function misfitOf(
  { role, to }: Reference,
  target: Component,
): [message: string, suggestion?: string] | undefined {
  if (target.type === "source") return [`"${to}" is a source: nothing can call it`];
  switch (role) {
    case "query":
      return target.type === "pool"
        ? undefined
        : [
            `"${to}" is a ${target.type}: a query needs a pool`,
            `write { "call": "${to}" }, or name a pool in front of it`,
          ];
    case "lookup":
      return target.type === "cache" ? undefined : [`"${to}" is a ${target.type}: a lookup needs a cache`];
    case "write":
      if (target.type !== "cache") return [`"${to}" is a ${target.type}: a write needs a cache`];
      return target.target === undefined
        ? [`"${to}" has no target: say the steps that write`, `give "${to}" a target, or add "steps"`]
        : undefined;
    case "connection":
      return undefined;
    case "call":
    case "forward":
      return target.type === "cache" && target.target === undefined
        ? [
            `"${to}" has no target: it can be asked by a lookup, but not called`,
            `give "${to}" a target, or write { "lookup": { "cache": "${to}", "onMiss": [...] } }`,
          ]
        : undefined;
  }
}

/** Caches that are told of writes and are none. */
export function invalidationFlaws(components: readonly Component[]): Flaw[] {
  const caches = components.filter(({ type }) => type === "cache").map(({ id }) => id);
  return components.flatMap((component, index) =>
    component.type === "cache"
      ? component.invalidates.flatMap((id, i) => {
          const path = ["components", index, "invalidates", i];
          if (id === component.id) return [wrong(path, `"${id}" cannot invalidate itself`, "leave it out")];
          return caches.includes(id)
            ? []
            : [wrong(path, `there is no cache "${id}"`, suggest(id, caches, "caches"))];
        })
      : [],
  );
}

/** Ids that two components have; the second is the one to change. */
export function duplicateFlaws(components: readonly Component[]): Flaw[] {
  const first = new Map<string, number>();
  return components.flatMap(({ id }, index) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, index);
      return [];
    }
    return [
      wrong(["components", index, "id"], `the id "${id}" is taken by component ${before + 1} of the list`),
    ];
  });
}
