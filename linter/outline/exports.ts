import type { ExportFact, FileFacts, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";

/** What a file exports, by name; also with `module.exports = …` and `exports.find = …`. */
export function exportsOf(facts: FileFacts): Map<string, ExportFact[]> {
  const out = new Map<string, ExportFact[]>();
  const add = (fact: ExportFact) => {
    const list = out.get(fact.name);
    if (list === undefined) out.set(fact.name, [fact]);
    else list.push(fact);
  };
  facts.exports.forEach(add);
  for (const { target, value } of facts.assignments) {
    const name = commonName(target);
    if (name !== undefined) add({ name, value });
  }
  return out;
}

/** What a file exports under names that are known when the program runs: `module.exports[name] = …`. */
export const exportedElements = oncePer((facts: FileFacts): readonly Value[] =>
  facts.assignments.flatMap(({ target, value }) =>
    target.kind === "element" && isExports(target.of) ? [value] : [],
  ),
);

/** Modules whose names a file exports as its own, where only the program that runs knows which: `Object.assign(exports, require(path))`. */
export const copiedModules = oncePer((facts: FileFacts): readonly Value[] => {
  const out: Value[] = [];
  for (const { callee, arguments: given } of facts.calls) {
    if (callee.kind !== "member" || (callee.name !== "assign" && callee.name !== "extend")) continue;
    const [to, ...from] = given;
    if (to !== undefined && isExports(to)) out.push(...from);
  }
  return out;
});

/** Stands for such names among those of what a file exports. */
export const ELEMENTS = "[]";

/** The names of what a file exports: all that most who ask it want to know. */
export function exportNames(facts: FileFacts): string[] {
  const names = [...exportsOf(facts).keys()];
  const hasMore = exportedElements(facts).length > 0 || copiedModules(facts).length > 0;
  return hasMore ? [...names, ELEMENTS] : names;
}

/** `module.exports = …` is "=", `exports.a = …` is "a". */
export function commonName(target: Value): string | undefined {
  if (target.kind !== "member") return undefined;
  if (isModuleExports(target)) return "=";
  return isExports(target.of) ? target.name : undefined;
}

/** `exports`, `module.exports` */
export function isExports(value: Value): boolean {
  return value.kind === "name" ? value.name === "exports" && value.binding < 0 : isModuleExports(value);
}

function isModuleExports(value: Value): boolean {
  return (
    value.kind === "member" &&
    value.name === "exports" &&
    value.of.kind === "name" &&
    value.of.name === "module"
  );
}
