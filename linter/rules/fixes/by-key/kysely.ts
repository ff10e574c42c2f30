import type { Link } from "../../way/chain.ts";
import { type Change, renamed } from "../changes.ts";
import { instead } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier, isKeyOf } from "./by-key.ts";

/** `db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst()` */
export function kyselyByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const { links } = chain;
  const last = links.at(-1);
  if (links[0]?.name !== "selectFrom" || last === undefined || last.call.arguments.length > 0)
    return undefined;
  const isList = last.name === "execute";
  if (!isList && !/^executeTakeFirst(OrThrow)?$/.test(last.name)) return undefined;
  let key: Link | undefined;
  for (const link of links) {
    const given = link.call.arguments;
    const isKey =
      link.name === "where" && given.length === 3 && given.slice(2).some((value) => turn.varies(value));
    if (isKey && key === undefined) key = link;
    else if (
      !/^(selectFrom|select|selectAll|where|orderBy|executeTakeFirst(OrThrow)?|execute)$/.test(link.name)
    )
      return undefined;
    else if (!given.every((value) => isSteady(file, value, turn))) return undefined;
  }
  const [column, operator, value] = key?.call.arguments ?? [];
  if (column?.kind !== "literal" || operator?.kind !== "literal" || value === undefined) return undefined;
  const name = String(column.value);
  if (operator.value !== "=" || !/^\w+$/.test(name) || !isPure(file, value)) return undefined;
  const [table] = links[0].call.arguments;
  const from = table?.kind === "literal" ? String(table.value) : "";
  if (isList ? !isIdentifier(name) : !isKeyOf(name, from)) return undefined;
  const chosen = links.filter((link) => link.name === "select").flatMap(({ call }) => call.arguments);
  if (!links.some((link) => link.name === "selectAll") && !isChosen(chosen, name)) return undefined;
  const changes = (keys: string): Change[] => [
    {
      start: operator.start,
      end: operator.end,
      text: file.source.charAt(operator.start) === "'" ? "'in'" : '"in"',
    },
    instead(file, value, keys),
    ...(isList ? [] : [renamed(last, "execute")]),
  ];
  return byKey(asked, { key: name, value }, changes, {
    keyOf: asText.keyOf(name),
    lookUp: asText.lookUp,
    needsKeys: true,
    ...(from === "" ? {} : { of: lastWord(from) }),
    ...(last.name === "executeTakeFirstOrThrow" ? { throws: true as const } : {}),
    ...(isList ? { list: true as const } : {}),
  });
}

function isChosen(chosen: readonly Link["call"]["arguments"][number][], key: string): boolean {
  const isKey = (value: (typeof chosen)[number]): boolean =>
    value.kind === "array" ? value.items.some(isKey) : value.kind === "literal" && value.value === key;
  return chosen.some(isKey);
}

/** `shop.users as u` → `users` */
function lastWord(table: string): string {
  return table.replace(/\s.*$/, "").replace(/^.*\./, "");
}
