import type { Library } from "../../catalog/library.ts";
import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { oncePer } from "../../once-per.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { saysInCode } from "../running/said-in-code.ts";

/** `axios.defaults.timeout = 5000`, anywhere in the package, or `api.defaults.timeout = …` for the instance of that name. */
export function setsDefault(
  linked: Linked,
  file: FileNode,
  library: Library,
  instance: string | undefined,
): boolean {
  if (instance !== undefined && defaultsSetIn(file).some((of) => titleOf(of) === instance)) return true;
  for (const other of linked.project.usersOf(library.name)) {
    if (!linked.project.isSamePackage(file, other)) continue;
    const ofLibrary = defaultsSetIn(other).some((of) =>
      linked.evaluator
        .value(other, of)
        .some(
          (e) => e.kind === "library" && e.library === library && e.type === library.exports.default?.type,
        ),
    );
    if (ofLibrary) return true;
  }
  return false;
}

/** Whether a file of the package that uses the library has this text. */
export function saysSo(linked: Linked, file: FileNode, library: Library, text: RegExp | undefined): boolean {
  if (text === undefined) return false;
  return linked.project
    .usersOf(library.name)
    .some((other) => linked.project.isSamePackage(file, other) && saysInCode(other, text));
}

/** Whatever has its `defaults.timeout` set in the file, to a limit. */
const defaultsSetIn = oncePer(({ facts }: FileNode): readonly Value[] =>
  facts.assignments.flatMap(({ target, value }) =>
    !(value.kind === "literal" && value.value === 0) &&
    target.kind === "member" &&
    target.name === "timeout" &&
    target.of.kind === "member" &&
    target.of.name === "defaults"
      ? [target.of.of]
      : [],
  ),
);
