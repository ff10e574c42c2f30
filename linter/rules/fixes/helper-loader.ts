import { sentence } from "../../../words/sentence.ts";
import type { Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import { lastName } from "../../value-parts.ts";
import { calledBeside } from "./beside.ts";
import { whyNotApart } from "./fold-case.ts";
import { type Helper, helperOf } from "./helper.ts";
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
import { type Fixed, isFixed, refused, replace, textOf } from "./place.ts";
import { givenBy, raised, rowsCalled } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { siblingOf } from "./sibling.ts";
import { styleOf } from "./style.ts";
import { typeBehind } from "./written-type.ts";

const notAlone = sentence("the resolver passes on more than a field of its parent");

/**
 * A DataLoader for a field resolver that asks a function for what belongs to its parent, `this.users.findById(post.authorId)`: in a field
 * of the resolver's class, or beside the resolvers, with a function for many keys beside that one.
 */
export function helperLoaderFix(repeated: Repeated): Fixed {
  const { linked, file, call, loop: resolver, reach, names } = repeated;
  const [given, ...others] = call.arguments;
  const parents = new Set(parentBindings(file, resolver.callback, resolver.parent ?? 0));
  // What else the resolver is passed belongs to one request, or one field.
  if (given === undefined || !isOf(given, parents) || !others.every((value) => isFixed(file, value)))
    return refused(notAlone);
  if (dependsOn(file, call.callee, ownBindings(file, resolver.callback))) return refused(notAlone);
  const helper = helperOf(linked, file, reach, 0, [0]);
  if ("template" in helper) return refused(helper);
  // Every file is asked for it.
  const loaderClass = classOf(linked, file);
  if (loaderClass === undefined) return refused(noLoader);
  const { key } = helper.single;
  const apart = whyNotApart(linked, helper.single);
  if (apart !== undefined) return refused(apart);
  const type = keyType(file, given, helper);
  if (type === undefined) return refused(sentence("the type of the key is not declared in the code"));
  const called = lastName(call.callee);
  const sibling = siblingOf(linked, helper, called);
  if ("template" in sibling) return refused(sibling);
  const callee = calledBeside(linked, file, call, helper, sibling.name);
  if ("template" in callee) return refused(callee);
  const what =
    givenBy(called) || rowsCalled(helper.single.of ?? reach.query.subject, helper.single.list === true);
  const place = placeOf(file, resolver.callback, call.callee);
  if (place === undefined) return refused(noStatement);
  const name = loaderName(file, resolver.callback, `${what}By${raised(key)}`, names);
  const { indent, end } = styleOf(file);
  const asked = ["[...keys]", ...others.map((value) => textOf(file, value))].join(", ");
  const body = [
    `const find = await ${callee.text}(${asked})${end}`,
    ...(sibling.answersAtOnce ? [`return keys.map((key) => find(key))${end}`] : eachByItself(indent, end)),
  ];
  return {
    fixes: [
      {
        title: sentence("Ask through a DataLoader, with {0} beside {1}", sibling.name, called),
        edits: [
          ...loaderClass.edits,
          loaderAt(file, place, { name, of: loaderClass.name, type }, body),
          replace(file, call, `${place.isField ? "this." : ""}${name}.load(${textOf(file, given)})`),
          ...callee.edits,
          ...sibling.edits,
        ],
        isPreferred: false,
      },
    ],
  };
}

/** The type of the keys: what the helper says of its parameter, or what the resolver says of its parent where all of that is passed. */
function keyType(file: FileNode, given: Value, helper: Helper): string | undefined {
  if (file.facts.language === "javascript") return "";
  const written = /:\s*([\s\S]+)$/
    .exec(textOf(helper.file, helper.written.parameters[0] ?? given))?.[1]
    ?.trim();
  if (written !== undefined && /^(string|number|bigint)$/.test(written)) return written;
  const parent = given.kind === "name" ? file.facts.bindings[given.binding] : undefined;
  const type = parent && typeBehind(file.source, parent.end).replace(/^\s*:\s*/, "");
  return type !== undefined && /^[A-Za-z_$][\w$]*(\.[\w$]+)*$/.test(type) ? type : undefined;
}

/** What throws for one key does so for none of the others. */
function eachByItself(indent: string, end: string): string[] {
  return [
    "return Promise.all(",
    `${indent}keys.map((key) =>`,
    `${indent}${indent}find(key).catch((error) => (error instanceof Error ? error : new Error(String(error)))),`,
    `${indent}),`,
    `)${end}`,
  ];
}
