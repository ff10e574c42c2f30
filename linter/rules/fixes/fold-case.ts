import type { Linked } from "../rule.ts";
import { isIdentifier } from "./by-key/by-key.ts";

const drivers =
  /^(mysql2?|mariadb|mssql|tedious|@planetscale\/database|@prisma\/adapter-(mariadb|mssql|planetscale))(\/|$)/;

/** Whether a database of the project compares texts without their case, and the key may be such a text. */
export function foldsCase(linked: Linked, key: string): boolean {
  if (isIdentifier(key)) return false;
  for (const { outline } of linked.project.files.values())
    if (
      outline.imports.some(({ module }) => drivers.test(module)) ||
      outline.required.some((module) => drivers.test(module))
    )
      return true;
  return false;
}
