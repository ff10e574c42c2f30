import { added, sentence } from "../../../words/sentence.ts";
import { serverSteps } from "../../scenario/checks/components.ts";
import { referencesOf } from "../../scenario/checks/references.ts";
import { placedSteps } from "../../scenario/checks/step-places.ts";
import type { Component, ComponentOf, Scenario } from "../../scenario/schema/scenario.ts";
import type { Step } from "../../scenario/schema/steps.ts";
import type { Finding } from "../../studies.ts";
import { callersPatience } from "./patience.ts";

/** What a scenario says by itself, without a run: numbers that cannot go together. */
export function staticVerdicts(scenario: Scenario): Finding[] {
  return [...connectionVerdicts(scenario), ...nestedConnections(scenario), ...callersPatience(scenario)];
}

/** Pools that may ask their database for more connections than it takes: instances x pool.max > max_connections. */
function connectionVerdicts({ components }: Scenario): Finding[] {
  const references = referencesOf(components);
  return components.flatMap((database): Finding[] => {
    if (database.type !== "database" || !Number.isFinite(database.maxConnections)) return [];
    const pools = references
      .filter(({ role, to }) => role === "connection" && to === database.id)
      .map(({ from }) => components[from])
      .filter((one): one is ComponentOf<"pool"> => one?.type === "pool");
    const parts = pools.map((pool) => ({ pool, instances: instancesOf(pool, components, references) }));
    const wanted = parts.reduce((sum, { pool, instances }) => sum + pool.max * instances, 0);
    if (wanted <= database.maxConnections) return [];
    const sum = parts.map(({ pool, instances }) =>
      instances === 1
        ? sentence("{0} of {1}", pool.max, pool.id)
        : sentence("{0} instances x {1} of {2}", instances, pool.max, pool.id),
    );
    return [
      {
        rule: "too-many-connections",
        text: sentence(
          "{0} are {1} connections, but {2} takes {3}: the others will be refused.",
          added(sum),
          wanted,
          database.id,
          database.maxConnections,
        ),
        components: [database.id, ...pools.map(({ id }) => id)],
        values: { wanted, taken: database.maxConnections },
      },
    ];
  });
}

/** How many processes each have such a pool: the replicas of the server that queries through it. */
function instancesOf(
  pool: ComponentOf<"pool">,
  components: readonly Component[],
  references: ReturnType<typeof referencesOf>,
): number {
  const users = references
    .filter(({ role, to }) => role === "query" && to === pool.id)
    .map(({ from }) => components[from])
    .filter((one) => one?.type === "server");
  const unique = [...new Set(users)] as ComponentOf<"server">[];
  return Math.max(1, ...unique.map(({ replicas, scaling }) => scaling?.max ?? replicas));
}

/**
 * Requests that wait for a further connection of a pool while they hold one: `threads` of them can all wait for one another for ever
 * unless the pool has at least threads x (connections - 1) + 1 (HikariCP, "About Pool Sizing").
 */
function nestedConnections(scenario: Scenario): Finding[] {
  return nestings(scenario).flatMap(({ server, pool, connections, threads, bound }): Finding[] => {
    if (pool.max >= bound) return [];
    const need = Number.isFinite(bound)
      ? sentence(
          "With {0} requests at once that takes at least {0} x ({1} - 1) + 1 = {2} connections to rule out, and there are {3}.",
          threads,
          connections,
          bound,
          pool.max,
        )
      : sentence(
          "With any number of requests at once no number of connections rules that out: limit the concurrency of {0}.",
          server,
        );
    const more = connections === 2 ? sentence("another one") : sentence("{0} more", connections - 1);
    return [
      {
        rule: "nested-connections",
        text: sentence(
          "A request to {0} holds a connection of {1} while it waits for {2}: when all are held so, they wait for one another for ever. {3}",
          server,
          pool.id,
          more,
          need,
        ),
        components: [pool.id, server],
        values: { connections, threads, max: pool.max, bound },
      },
    ];
  });
}

/** A server whose requests take several connections of a pool, one while they hold the other. */
type Nesting = {
  server: string;
  pool: ComponentOf<"pool">;
  connections: number;
  threads: number;
  bound: number;
};

export function nestings({ components }: Pick<Scenario, "components">): Nesting[] {
  return components.flatMap((server): Nesting[] => {
    if (server.type !== "server") return [];
    const lists = serverSteps(server, []).map(({ steps }) => steps);
    const held = lists.flatMap((steps) =>
      [...placedSteps(steps, [])].flatMap(({ step }) =>
        "transaction" in step ? [step.transaction.pool] : [],
      ),
    );
    return [...new Set(held)].flatMap((id): Nesting[] => {
      const pool = components.find((one) => one.id === id);
      const connections = Math.max(...lists.map((steps) => nesting(steps, id, false, components, 0)));
      if (pool?.type !== "pool" || connections < 2) return [];
      const threads = server.concurrency * server.replicas;
      return [{ server: server.id, pool, connections, threads, bound: deadlockBound(threads, connections) }];
    });
  });
}

/** The fewest connections with which requests that take `connections` one by one can never all wait for one another. */
export const deadlockBound = (threads: number, connections: number): number =>
  threads * (connections - 1) + 1;

/** Ways through servers that are longer than this are not followed. */
const MOST_DEPTH = 32;

/** How many connections of a pool a request holds at once, one taken while the other is held. `held`: its own steps stand in a transaction there. */
function nesting(
  steps: readonly Step[],
  pool: string,
  held: boolean,
  components: readonly Component[],
  depth: number,
): number {
  const of = (inner: readonly Step[], isHeld = held) => nesting(inner, pool, isHeld, components, depth);
  return Math.max(
    0,
    ...steps.map((step) => {
      // The queries of a transaction use its connection.
      if ("query" in step) return step.query.pool === pool && !held ? 1 : 0;
      if ("transaction" in step) {
        const own = step.transaction.pool === pool;
        return (own ? 1 : 0) + of(step.transaction.steps, held || own);
      }
      if ("call" in step) return called(step.call.target, pool, components, depth + 1);
      if ("lookup" in step) return of(step.lookup.onMiss);
      if ("write" in step) return of(step.write.steps ?? []);
      if ("repeat" in step) return of(step.repeat.steps);
      if ("branch" in step) return Math.max(0, ...step.branch.map((way) => of(way.steps)));
      if ("parallel" in step) {
        const { parallel } = step;
        return "times" in parallel
          ? of(parallel.steps)
          : Math.max(0, ...parallel.branches.map((branch) => of(branch)));
      }
      return 0;
    }),
  );
}

/** What a call takes of a pool: another service knows nothing of the caller's transaction. */
function called(id: string, pool: string, components: readonly Component[], depth: number): number {
  const component = components.find((one) => one.id === id);
  if (component === undefined || depth > MOST_DEPTH) return 0;
  if (component.type === "server") {
    return Math.max(
      0,
      ...serverSteps(component, []).map(({ steps }) => nesting(steps, pool, false, components, depth)),
    );
  }
  if (component.type === "pool") return component.id === pool ? 1 : 0;
  // Whoever puts a message into a queue does not wait for what becomes of it.
  if (component.type === "queue") return 0;
  const index = components.indexOf(component);
  const behind = referencesOf(components).filter(({ from, role }) => from === index && role === "call");
  return Math.max(0, ...behind.map(({ to }) => called(to, pool, components, depth + 1)));
}
