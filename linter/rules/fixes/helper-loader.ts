import { sentence } from "../../../words/sentence.ts";
import type { Value } from "../../facts.ts";
import { dependsOn } from "../../link/mentions.ts";
import type { FileNode } from "../../link/project.ts";
import { parentBindings } from "../../link/resolvers.ts";
import { lastName } from "../../value-parts.ts";
import { calledBeside } from "./beside.ts";
import { whyNotApart } from "./fold-case.ts";
import { helperOf } from "./helper.ts";
import { classOf, insideClass, noLoader, topStatement } from "./loader-place.ts";
import { before, type Fixed, freeName, indentAt, isFixed, refused, replace, textOf } from "./place.ts";
import { givenBy, raised, rowsCalled } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { siblingOf } from "./sibling.ts";
import { styleOf } from "./style.ts";

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
  const type =
    /:\s*([\s\S]+)$/.exec(textOf(helper.file, helper.written.parameters[0] ?? call))?.[1]?.trim() ?? "";
  const isTyped = file.facts.language === "javascript" || /^(string|number|bigint)$/.test(type);
  if (!isTyped) return refused(sentence("the type of the key is not declared in the code"));
  const called = lastName(call.callee);
  const sibling = siblingOf(linked, helper, called);
  if ("template" in sibling) return refused(sibling);
  const callee = calledBeside(linked, file, call, helper, sibling.name);
  if ("template" in callee) return refused(callee);
  const what =
    givenBy(called) || rowsCalled(helper.single.of ?? reach.query.subject, helper.single.list === true);
  const { methods = [], fields = [] } =
    file.facts.classes[file.facts.functions[resolver.callback]?.class ?? -1] ?? {};
  const members = [...methods, ...fields].map((member) => member.name);
  const name = freeName(file, `${what}By${raised(key)}`, new Set([...names, ...members]));
  names.add(name);
  const place = placeOf(file, resolver.callback, call.callee);
  if (place === undefined)
    return refused(
      sentence("the resolver is not in a statement of the module that returns or awaits the query"),
    );
  const { indent, end } = styleOf(file);
  const own = file.facts.language === "javascript" ? "(keys)" : `(keys: readonly ${type}[])`;
  const lines = [
    `${place.isField ? `private readonly ${name} =` : `const ${name} =`} new ${loaderClass.name}(`,
    `${indent}async ${own} => {`,
    `${indent}${indent}const find = await ${callee.text}(${["[...keys]", ...others.map((value) => textOf(file, value))].join(", ")})${end}`,
    ...(sibling.answersAtOnce
      ? [`${indent}${indent}return keys.map((key) => find(key))${end}`]
      : eachByItself(indent, end)),
    `${indent}},`,
    `${indent}{ cache: false },`,
    `)${end}`,
  ].map((line) => (file.facts.language === "javascript" ? line.replace(/^private readonly /, "") : line));
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  const step = place.isField ? indentAt(file, place.at - 1) + indent : "";
  const text = lines.map((line) => step + line).join(newline);
  return {
    fixes: [
      {
        title: sentence("Ask through a DataLoader, with {0} beside {1}", sibling.name, called),
        edits: [
          ...loaderClass.edits,
          place.isField
            ? replace(file, { start: place.at, end: place.at }, `${newline}${text}${newline}`)
            : before(file, place.at, [...lines, ""]),
          replace(file, call, `${place.isField ? "this." : ""}${name}.load(${textOf(file, given)})`),
          ...callee.edits,
          ...sibling.edits,
        ],
        isPreferred: false,
      },
    ],
  };
}

/** What throws for one key does so for none of the others. */
function eachByItself(indent: string, end: string): string[] {
  const within = indent + indent;
  return [
    `${within}return Promise.all(`,
    `${within}${indent}keys.map((key) =>`,
    `${within}${indent}${indent}find(key).catch((error) => (error instanceof Error ? error : new Error(String(error)))),`,
    `${within}${indent}),`,
    `${within})${end}`,
  ];
}

/** A field of the parent: `post.authorId`, or that taken out in the parameter list. */
function isOf(value: Value, parents: ReadonlySet<number>): boolean {
  if (value.kind === "member") return isOf(value.of, parents);
  return value.kind === "name" && parents.has(value.binding);
}

/** What is of the resolver itself: its parameters and variables. */
function ownBindings(file: FileNode, index: number): Set<number> {
  const { bindings, functions } = file.facts;
  const fact = functions[index];
  const out = new Set<number>();
  bindings.forEach(({ start }, binding) => {
    if (fact !== undefined && start >= fact.start && start < fact.end) out.add(binding);
  });
  return out;
}

/** Where the loader stands: in the class, where what it asks is of the class, or before the statement that the resolver is in. */
function placeOf(file: FileNode, index: number, callee: Value): { at: number; isField: boolean } | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined) return undefined;
  let root = callee;
  while (root.kind === "member") root = root.of;
  if (root.kind === "this") {
    const at =
      fact.kind === "method" && !fact.static && fact.class >= 0 ? insideClass(file, fact.class) : undefined;
    return at === undefined ? undefined : { at, isField: true };
  }
  const top = topStatement(file, file.facts.regions[fact.body]?.start ?? fact.start);
  return top === undefined ? undefined : { at: top, isField: false };
}
