import type { Built } from "../../options/constructions.ts";
import type { OptionEntry } from "../../options/options.ts";

/** `knex({ client: "pg" })`, which is told no connection: it only builds queries. */
export function opensNothing({ facts, options }: Built): boolean {
  const { opensBy } = facts;
  const isOpened = ({ path }: OptionEntry) => path === opensBy || path.startsWith(`${opensBy}.`);
  return opensBy !== undefined && options.unseen.length === 0 && !options.entries.some(isOpened);
}
