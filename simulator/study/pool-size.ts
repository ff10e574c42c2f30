import { sentence } from "../../words/sentence.ts";
import { referencesOf } from "../scenario/checks/references.ts";
import type { ComponentOf, Scenario } from "../scenario/schema/scenario.ts";
import type { PoolGuess, Recommendation } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { serversFor } from "./erlang.ts";
import { nestings } from "./explain/verdicts.ts";
import type { ValidDocument } from "./run.ts";
import type { Trials } from "./trials.ts";

/** At most this share of the queries should wait for longer than a query takes. */
const MAY_WAIT = 0.01;

const POOL_SIZE = /^([^.]+)\.max$/;

/** The pool whose size a parameter is. */
export function poolOf({ components }: Scenario, path: string): ComponentOf<"pool"> | undefined {
  const id = POOL_SIZE.exec(path)?.[1];
  const found = components.find((component) => component.id === id);
  return found?.type === "pool" ? found : undefined;
}

/** By Erlang's formula, from what one run of each of two sizes shows: how many queries come, and how long one takes where few run at once. */
export async function guessPool(
  document: ValidDocument,
  path: string,
  trials: Trials,
): Promise<PoolGuess | undefined> {
  const pool = poolOf(document.scenario, path);
  if (pool === undefined) return undefined;
  const { duration, warmUp } = document.scenario.run;
  const [now, few] = await trials.measure([{}, { [path]: Math.max(1, pool.min) }], 1);
  const read = (runs: readonly RunResult[] | undefined, metric: string) =>
    runs?.[0]?.measurements.find((one) => one.metric === metric && one.component === pool.id)?.value ??
    Number.NaN;
  const measured = Math.min(now?.[0]?.time ?? duration, duration) - warmUp;
  const rate = read(now, "calls.count") / measured;
  const times = [read(now, "pool.use.mean"), read(few, "pool.use.mean")].filter((seconds) => seconds > 0);
  const seconds = Math.min(...times);
  const erlangs = rate * seconds;
  if (!(erlangs > 0 && erlangs < 10_000)) return undefined;
  return { value: serversFor(erlangs, MAY_WAIT), rate, seconds };
}

/** What a pool's size must keep within: requests that must not wait for one another for ever, and what its database takes. */
export function boundsOf(scenario: Scenario, path: string): Recommendation["bounds"] {
  const pool = poolOf(scenario, path);
  if (pool === undefined) return [];
  const least = nestings(scenario)
    .filter((one) => one.pool.id === pool.id && Number.isFinite(one.bound))
    .map(({ server, threads, connections, bound }) => ({
      least: bound,
      because: sentence(
        "a request to {0} holds one connection while it waits for another, and {1} x ({2} - 1) + 1 rules out that all wait for one another",
        server,
        threads,
        connections,
      ),
    }));
  return [...least, ...mostOf(scenario, pool)];
}

/** What the database takes, less what the other pools may hold. */
function mostOf(scenario: Scenario, pool: ComponentOf<"pool">): Recommendation["bounds"] {
  const database = scenario.components.find(({ id }) => id === pool.target);
  if (database?.type !== "database" || !Number.isFinite(database.maxConnections)) return [];
  const others = referencesOf(scenario.components)
    .filter(({ role, to }) => role === "connection" && to === database.id)
    .map(({ from }) => scenario.components[from])
    .filter((one) => one?.type === "pool" && one.id !== pool.id) as ComponentOf<"pool">[];
  const taken = others.reduce((sum, { max }) => sum + max, 0);
  const most = database.maxConnections - taken;
  if (most < 1) return [];
  const { id, maxConnections } = database;
  const because =
    taken === 0
      ? sentence("{0} takes {1} connections", id, maxConnections)
      : sentence("{0} takes {1} connections, of which other pools may hold {2}", id, maxConnections, taken);
  return [{ most, because }];
}
