import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { Linked } from "../rule.ts";
import { type ByKey, isIdentifier, isOfObjects } from "./by-key/by-key.ts";

const drivers =
  /^(mysql2?|mariadb|mssql|tedious|@planetscale\/database|@prisma\/adapter-(mariadb|mssql|planetscale)|drizzle-orm\/(mysql|planetscale).*)(\/|$)/;
const options = /\b(dialect|type|client|provider)\s*:\s*["'](aurora-)?(mysql2?|mariadb|mssql)["']/;

/** Why the rows of a key cannot be told from others by what the key says; undefined where they can. */
export function whyNotApart(linked: Linked, { key, compares }: ByKey): Sentence | undefined {
  if (compares === undefined ? isOfObjects(key) : compares === "objects")
    return sentence("keys that are objects are not found by what they say");
  if (compares === undefined ? foldsCase(linked, key) : compares === "folded")
    return sentence("the database may take two keys for one that differ in case");
  return undefined;
}

/** Whether a database of the project compares texts without their case, and the key may be such a text. */
function foldsCase({ project }: Linked, key: string): boolean {
  if (isIdentifier(key)) return false;
  for (const { outline } of project.files.values()) {
    const named = [...outline.imports.map(({ module }) => module), ...outline.required];
    if (named.some((module) => drivers.test(module))) return true;
  }
  return ["typeorm", "sequelize", "knex"].some((library) =>
    project.usersOf(library).some(({ source }) => options.test(source)),
  );
}
