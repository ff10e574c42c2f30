import type { CallFact } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { type Entity, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

/** Whether a function of a package makes one function of several: `R.pipe`, `_.flow`, `flow` of fp-ts. */
export function isComposing(module: string, name: string): boolean {
  const [root = ""] = module.split("/");
  if (/^flow(Right)?$/.test(name)) return /^(lodash|lodash-es|es-toolkit|fp-ts|effect)$/.test(root);
  return /^(ramda|lodash)$/.test(root) && /^(pipe|compose)(P|K|With)?$/.test(name);
}

/** Whether a function of a package gives the function that it is passed, taken otherwise: `promisify(client.get)`, `Q.denodeify(users.get)`, `partial(find, pool)`. */
export function isTaking(name: string): boolean {
  return /(^|\.)(promisify|denodeify|nfbind|nbind|partial|curry)$/.test(name);
}

/** `R.pipe(find, label)`: to call it is to call each of them. */
export function composed(
  evaluator: Evaluator,
  file: FileNode,
  { callee, arguments: given }: CallFact,
  callees: readonly Entity[],
): Entity[] {
  const name = lastName(callee);
  if (!callees.some((e) => e.kind === "external" && isComposing(e.module, name))) return none;
  return given
    .flatMap((one) => evaluator.value(file, one))
    .flatMap((e) => (e.kind === "array" ? e.of : [e]))
    .filter(({ kind }) => kind === "function");
}
