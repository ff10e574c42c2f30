import type { FileFacts, Value } from "../../facts.ts";
import { type Entity, instanceOf, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** What is made of a module before it is put under the name of its file. */
type Made = "itself" | "instance" | "result";

/**
 * `stores[name] = new (require(join(__dirname, file)))()`: a member of what a file puts together of the modules of its folder, by the name of the
 * only file there that is called so.
 */
export function ofFolder(
  evaluator: Evaluator,
  file: FileNode,
  put: readonly Value[],
  member: string,
): Entity[] {
  const [how] = put.flatMap((value) => madeOfModule(file.facts, value) ?? []);
  const module = how === undefined ? undefined : onlyCalled(evaluator, file, member);
  if (module === undefined) return none;
  const exported = evaluator.exported(module, "default");
  if (how === "itself") return exported.length > 0 ? exported : evaluator.exported(module, "*");
  return exported.flatMap((e) => {
    if (how === "instance") return instanceOf(e);
    return e.kind === "function" ? evaluator.returnedBy(e) : none;
  });
}

/** `Object.assign(exports, require(path))`: what the only file of the folder that is called so exports under that name, `label.js` its `Label`. */
export function copiedFromFolder(
  evaluator: Evaluator,
  file: FileNode,
  copied: readonly Value[],
  member: string,
): Entity[] {
  const isLoaded = copied.some((value) => madeOfModule(file.facts, value) === "itself");
  const module = isLoaded ? onlyCalled(evaluator, file, member) : undefined;
  return module === undefined ? none : evaluator.exported(module, member);
}

/** The only file below the folder of another one that is called so. */
function onlyCalled({ project }: Evaluator, file: FileNode, member: string): FileNode | undefined {
  const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
  const [path, another] = project
    .filesNamed(`${member[0]?.toLowerCase() ?? ""}${member.slice(1)}`)
    .filter((one) => one.startsWith(folder) && one !== file.path && !project.isForTests(one));
  return path === undefined || another !== undefined ? undefined : project.files.get(path);
}

/** `require(path)` of a path that the code does not say, and what is made of it. */
function madeOfModule(facts: FileFacts, value: Value, hops = 0): Made | undefined {
  if (hops > 4) return undefined;
  if (value.kind === "name") {
    const [held, another] = facts.bindings[value.binding]?.values ?? [];
    return held === undefined || another !== undefined
      ? undefined
      : madeOfModule(facts, held.value, hops + 1);
  }
  if (value.kind === "member")
    return value.name === "default" ? madeOfModule(facts, value.of, hops + 1) : undefined;
  const call = value.kind === "call" ? facts.calls[value.call] : undefined;
  if (call === undefined) return undefined;
  const { callee, form } = call;
  if (callee.kind === "name" && callee.name === "require" && callee.binding < 0) return "itself";
  const inner = madeOfModule(facts, callee, hops + 1);
  if (inner !== "itself") return undefined;
  return form === "new" ? "instance" : "result";
}
