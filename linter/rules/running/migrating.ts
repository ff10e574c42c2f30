import type { CallFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";

/**
 * Whether a function around a place brings the tables up to date and closes what it opened for that, or what is opened there is called so, `migrationClient`: nobody
 * else asks anything by it.
 */
export function isForMigration({ facts }: FileNode, at: number): boolean {
  const { bindings, calls, functions, regions } = facts;
  const isMadeThere = (value: Value) => value.kind === "call" && value.start <= at && at < value.end;
  if (
    bindings.some(
      ({ name, values }) => ofMigrations.test(name) && values.some((one) => isMadeThere(one.value)),
    )
  )
    return true;
  return functions.some(({ name, start, end }, index) => {
    if (index === 0 || at < start || end <= at) return false;
    if (running.test(name)) return true;
    const inside = calls.filter((call) => start <= call.start && call.end <= end);
    return (
      inside.some(migrates) && inside.some((call) => closes(call) && regions[call.region]?.function === index)
    );
  });
}

const ofMigrations = /^migrat(e|or|ion|ions)($|[A-Z_])/;
const running = /^(run|apply)(All)?Migrations?$/;

/** `migrate(drizzle(pool), { migrationsFolder })`, `source.runMigrations()`, `knex.migrate.latest()` */
function migrates({ callee }: CallFact): boolean {
  return (
    /^(migrate|runMigrations|migrateToLatest)$/.test(lastName(callee)) ||
    /\bmigrate\.\w+$/.test(titleOf(callee))
  );
}

function closes({ callee }: CallFact): boolean {
  return callee.kind === "member" && /^(end|close|destroy|release)$/.test(callee.name);
}
