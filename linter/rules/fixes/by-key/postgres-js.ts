import { awaitAround } from "../place.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { forMany, selectByKey } from "./select-text.ts";

/** sql`SELECT * FROM users WHERE id = ${order.userId}` */
export function postgresJsByKey(asked: Asked): ByKey | undefined {
  const { file, call, turn } = asked;
  const [template] = call.arguments;
  if (call.form !== "tag" || template?.kind !== "text" || call.callee.kind !== "name") return undefined;
  const varied = template.of.filter((value) => turn.varies(value));
  const [value] = varied;
  const others = template.of.filter((one) => one !== value);
  if (value === undefined || varied.length > 1 || !isPure(file, value)) return undefined;
  if (!others.every((one) => isSteady(file, one, turn))) return undefined;
  const start = template.start + 1;
  const text = file.source.slice(start, template.end - 1);
  const hole = file.source.slice(value.start, value.end).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const found = text.includes("\\") ? undefined : selectByKey(text, `\\$\\{\\s*${hole}\\s*\\}`);
  // What a connection may call otherwise in its rows is told apart by nothing here.
  if (found === undefined || found.cast !== "" || found.key.includes("_")) return undefined;
  if (!isOfRows(asked)) return undefined;
  const { key, table, column } = found;
  const { name } = call.callee;
  const changes = (keys: string) => forMany(found, start, `${column} in \${${name}(${keys})}`);
  return byKey(asked, { key, value }, changes, {
    ...{ keyOf: asText.keyOf(key), lookUp: asText.lookUp, of: table, list: true, needsKeys: true },
  });
}

/** Nothing is asked of the answer that a list does not have. */
function isOfRows({ file, call }: Asked): boolean {
  const awaited = awaitAround(file, call);
  if (awaited === undefined) return false;
  const around = file.facts.functions[file.facts.regions[call.region]?.function ?? 0];
  const after = file.source.slice(awaited.end, around?.end);
  return !/\.(count|command|columns|statement|state)\b/.test(after);
}
