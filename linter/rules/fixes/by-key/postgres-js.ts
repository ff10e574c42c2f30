import { awaitAround } from "../place.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { oneVaried } from "./keyed-values.ts";
import { forMany, inSmallLetters, selectByKey } from "./select-text.ts";

/** sql`SELECT * FROM users WHERE id = ${order.userId}` */
export function postgresJsByKey(asked: Asked): ByKey | undefined {
  const { file, call } = asked;
  const [template] = call.arguments;
  if (call.form !== "tag" || template?.kind !== "text" || call.callee.kind !== "name") return undefined;
  const value = oneVaried(asked, template.of);
  if (value === undefined || !isOfRows(asked)) return undefined;
  const start = template.start + 1;
  const text = file.source.slice(start, template.end - 1);
  const hole = file.source.slice(value.start, value.end).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const found = text.includes("\\")
    ? undefined
    : selectByKey(text, `\\$\\{\\s*${hole}\\s*\\}`, inSmallLetters);
  // Connections may be told to call in camel case what has underscores.
  if (found === undefined || found.cast !== "" || found.key.includes("_")) return undefined;
  const { key, table, column } = found;
  const { name } = call.callee;
  const changes = (keys: string) => forMany(found, start, `${column} in \${${name}(${keys})}`);
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true, needsKeys: true },
    // A list and nothing else, as the empty one beside it.
    rowsIn: (answer) => `[...(${answer})]`,
  });
}

/** Nothing is asked of the answer that a list does not have, and it is a list of any length: sql<[User?]>`…` is not. */
function isOfRows({ file, call }: Asked): boolean {
  const awaited = awaitAround(file, call);
  const [template] = call.arguments;
  if (awaited === undefined || template === undefined) return false;
  if (/^\s*<\s*\[/.test(file.source.slice(call.callee.end, template.start))) return false;
  const around = file.facts.functions[file.facts.regions[call.region]?.function ?? 0];
  return !/\.(count|command|columns|statement|state)\b/.test(file.source.slice(awaited.end, around?.end));
}
