import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isBesideProgram } from "./beside-program.ts";
import { isForDevelopment, isSwitchedOff } from "./conditions.ts";
import { isScript } from "./done-once.ts";
import { isNamedInText, mentionsInCode, usedWhole } from "./mentions-in-code.ts";
import { type Named, namedAs } from "./named.ts";
import { isNeverMade } from "./never-made.ts";
import { isNeverRun } from "./never-run.ts";
import { hasProgram } from "./serving.ts";
import { isSetAside } from "./set-aside.ts";
import { type Offer, takersOf } from "./takers.ts";

/** What is asked for one place. */
interface Search {
  linked: Linked;
  library: string;
  /** Whether nobody calls what was asked for. While that is being found out it counts as so: what calls itself is not called by that. */
  answers: Map<string, boolean>;
}

/** Behind so many names somebody is taken to call it. */
const mostNames = 40;

/**
 * The name of a function around a place which nobody calls, as far as names tell: none of the files that could take it says its name, but for those that nobody runs
 * either. What has no name of its own is called as what is around it.
 */
export function uncalledAround(
  linked: Linked,
  file: FileNode,
  at: number,
  library: string,
): string | undefined {
  if (!hasProgram(linked.project, file)) return undefined;
  return uncalled({ linked, library, answers: new Map() }, file, at);
}

function uncalled(search: Search, file: FileNode, at: number): string | undefined {
  const { functions } = file.facts;
  for (let index = functions.length - 1; index > 0; index--) {
    const fact = functions[index];
    if (fact === undefined || at < fact.start || fact.end <= at) continue;
    const named = namedAs(search.linked, file, index);
    if (named !== undefined && asked(search, file, named, () => isUncalled(search, file, named)))
      return named.name;
  }
  const made = file.facts.classes.find(
    (one) =>
      one.start <= at &&
      at < one.end &&
      asked(search, file, one, () =>
        isNeverMade(search.linked.project, file, one, (other, place) => isRun(search, other, place)),
      ),
  );
  return made?.name;
}

/** The answer, found once for each of what is asked for. */
function asked(
  { answers }: Search,
  file: FileNode,
  { name, start }: { name: string; start: number },
  find: () => boolean,
): boolean {
  const key = `${file.path}:${start} ${name}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  answers.set(key, true);
  const answer = answers.size <= mostNames && find();
  answers.set(key, answer);
  return answer;
}

function isUncalled(search: Search, file: FileNode, named: Named): boolean {
  const { name, start, end, offer, holder, manners } = named;
  if (holder !== undefined && usedWhole(file, holder, "its own")) return false;
  const isInside = (at: number) => start <= at && at < end;
  const mayCall = (at: number) =>
    !isInside(at) && !leadsElsewhere(search, file, at, { file, named }) && isRun(search, file, at);
  if (mentionsInCode(file, name, manners).some(mayCall)) return false;
  if (offer === "as a member")
    return !others(search, file).some((other) =>
      mentionsInCode(other, name, manners).some(
        (at) => !leadsElsewhere(search, other, at, { file, named }) && isRun(search, other, at),
      ),
    );
  return (offer.itself.size === 0 && offer.holding.size === 0) || !isTaken(search, file, name, offer);
}

/** Whether another file takes what a file offers, and says its name. */
function isTaken(search: Search, file: FileNode, name: string, offer: Offer): boolean {
  const takers = takersOf(search.linked.project, file, name, offer);
  // What no file of the code imports is loaded by somebody else, who may know its names.
  if (takers === undefined || takers.length === 0) return true;
  return (
    takers.some(
      ({ file: other, names, takesWhole }) =>
        (takesWhole && isRun(search, other, 0)) || names.some((one) => isSaidIn(search, other, one)),
    ) || others(search, file).some((other) => isNamedInText(other, name) && isRun(search, other, 0))
  );
}

/** Whether what is called there by the name of a method is known, and is another one. */
function leadsElsewhere(
  { linked: { evaluator } }: Search,
  file: FileNode,
  at: number,
  method: { file: FileNode; named: Named },
): boolean {
  const { name, index, isByItself } = method.named;
  if (!isByItself) return false;
  const called = file.facts.calls.find(
    ({ callee }) => callee.kind === "member" && callee.name === name && callee.end === at + name.length,
  );
  const found = called === undefined ? [] : evaluator.value(file, called.callee);
  return (
    found.length > 0 &&
    found.every((one) =>
      one.kind === "function"
        ? one.named !== true && (one.file !== method.file.path || one.function !== index)
        : one.kind === "operation" || one.kind === "library",
    )
  );
}

function isSaidIn(search: Search, file: FileNode, name: string): boolean {
  return mentionsInCode(file, name).some((at) => isRun(search, file, at));
}

/** Whether a place is one that a program comes to. */
function isRun(search: Search, file: FileNode, at: number): boolean {
  const { linked, library } = search;
  return (
    uncalled(search, file, at) === undefined &&
    !isForDevelopment(file, at) &&
    !isSwitchedOff(file, at) &&
    !isScript(linked.project, file) &&
    !isSetAside(linked, file) &&
    !isNeverRun(linked, file) &&
    !isBesideProgram(linked, file, library)
  );
}

function others({ linked: { project } }: Search, file: FileNode): FileNode[] {
  return [...project.files.inOrder()].filter((one) => one !== file && !project.isForTests(one.path));
}
