import type { Linked } from "../rule.ts";
import { isIdentifier } from "./by-key/by-key.ts";

const drivers =
  /^(mysql2?|mariadb|mssql|tedious|@planetscale\/database|@prisma\/adapter-(mariadb|mssql|planetscale)|drizzle-orm\/(mysql|planetscale).*)(\/|$)/;
const options = /\b(dialect|type|client|provider)\s*:\s*["'](aurora-)?(mysql2?|mariadb|mssql)["']/;

/** Whether a database of the project compares texts without their case, and the key may be such a text. */
export function foldsCase({ project }: Linked, key: string): boolean {
  if (isIdentifier(key)) return false;
  for (const { outline } of project.files.values()) {
    const named = [...outline.imports.map(({ module }) => module), ...outline.required];
    if (named.some((module) => drivers.test(module))) return true;
  }
  return ["typeorm", "sequelize", "knex"].some((library) =>
    project.usersOf(library).some(({ source }) => options.test(source)),
  );
}
