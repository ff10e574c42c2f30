import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import { byKeyOf } from "./by-key/index.ts";
import { whyNotApart } from "./fold-case.ts";
import { helperLoaderFix } from "./helper-loader.ts";
import { importing } from "./imports.ts";
import { keptRows } from "./kept-rows.ts";
import { keyTypeOf } from "./key-type.ts";
import {
  classOf,
  isOf,
  loaderAt,
  loaderName,
  noLoader,
  noStatement,
  ownBindings,
  placeOf,
} from "./loader-place.ts";
import { awaitAround, type Fixed, indentAt, refused, replace, shifted, textOf } from "./place.ts";
import { raised, rowsCalled } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { styleOf } from "./style.ts";

/**
 * A DataLoader for a field resolver that asks for the rows of its parent. It stands beside the resolvers, or in a field of their class, and keeps
 * nothing, so that it joins the calls of one tick and no request sees what another one loaded.
 */
export function loaderFix(repeated: Repeated): Fixed {
  const { linked, file, call, loop: resolver, reach, names } = repeated;
  if (reach.next !== undefined) return helperLoaderFix(repeated);
  const loaderClass = classOf(linked, file);
  if (loaderClass === undefined) return refused(noLoader);
  const own = ownBindings(file, resolver.callback);
  if (dependsOn(file, call.callee, own) || !outlives(file, call.callee))
    return refused(
      sentence("the client is not a variable of the module, so a loader for it belongs to the request"),
    );
  const turn = { varies: (value: Value) => dependsOn(file, value, own) };
  const single = byKeyOf(linked, file, call, reach, turn);
  const parents = new Set(parentBindings(file, resolver.callback, resolver.parent ?? 0));
  if (single === undefined || !isOf(single.value, parents) || !isKnown(file, call, single.value))
    return refused(sentence("the query is not by one field of its parent alone"));
  if (single.throws === true) return refused(sentence("the query throws where there is no row"));
  const apart = whyNotApart(linked, single);
  if (apart !== undefined) return refused(apart);
  const type = keyTypeOf(linked, file, single.value, resolver);
  if (type === undefined) return refused(sentence("the type of the key is not declared in the code"));
  const asked = awaitAround(file, call) ?? (call.use === "returned" ? call : undefined);
  const place = placeOf(file, resolver.callback, call.callee);
  if (asked === undefined || place === undefined) return refused(noStatement);
  const rowsOf = rowsCalled(single.of ?? reach.query.subject, single.list === true);
  const what = single.counts === true ? `${rowsOf}Count` : rowsOf;
  const name = loaderName(file, resolver.callback, `${what}By${raised(single.key)}`, names);
  const { indent, end } = styleOf(file);
  const inside =
    (place.isField ? indentAt(file, place.at - 1) + indent : indentAt(file, place.at)) + indent + indent;
  const question = shifted(single.all("[...keys]"), indentAt(file, call.start), inside);
  const answer = single.rowsIn?.(`await ${question}`) ?? `await ${question}`;
  const rows = { rows: "rows", map: single.list === true ? "rowsByKey" : "rowByKey", keys: "keys" };
  const { lines, found } = keptRows(file, single, rows, answer);
  const body = [...lines, `return keys.map((key) => ${found("key")})${end}`];
  const load = `${place.isField ? "this." : ""}${name}.load(${textOf(file, single.value)})`;
  return {
    fixes: [
      {
        title: sentence("Ask through a DataLoader"),
        edits: [
          ...loaderClass.edits,
          ...(single.needs === undefined ? [] : importing(file, single.needs)),
          loaderAt(file, place, { name, of: loaderClass.name, type }, body),
          replace(file, asked, `${asked === call ? "" : "await "}${load}`),
        ],
        isPreferred: false,
      },
    ],
  };
}

/** It is there between two requests: a variable of the module, or what the class of the resolver has. */
function outlives(file: FileNode, value: Value): boolean {
  return !mentions(file, value, (at) => at.kind === "name" && file.facts.bindings[at.binding]?.region !== 0);
}

/** Nothing else of the question is said by the object that the resolver is a member of. */
function isKnown(file: FileNode, { arguments: given }: CallFact, key: Value): boolean {
  return given.every(
    (value) =>
      !mentions(
        file,
        value,
        (at) =>
          at.kind === "name" &&
          file.facts.bindings[at.binding]?.region !== 0 &&
          !(at.start >= key.start && at.end <= key.end),
      ),
  );
}
