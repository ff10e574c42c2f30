import type { CallFact } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";

/** Whether a function around a place brings the tables up to date and closes what it opened for that: nobody else asks anything by it. */
export function isForMigration({ facts }: FileNode, at: number): boolean {
  const { calls, functions, regions } = facts;
  return functions.some(({ start, end }, index) => {
    if (index === 0 || at < start || end <= at) return false;
    const inside = calls.filter((call) => start <= call.start && call.end <= end);
    return (
      inside.some(migrates) && inside.some((call) => closes(call) && regions[call.region]?.function === index)
    );
  });
}

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
