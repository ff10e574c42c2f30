import type { Value } from "../../facts.ts";
import { moduleOf } from "../project/passes.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** A file that imports another, and which file that is as it says it: an index may hand it on. */
export interface Importing {
  from: FileNode;
  by: FileNode;
}

/** A function that more files than these import is no part that is put together once: its parameters are anything. */
export const fewFiles = 8;
/** Indexes that hand on an index that hands it on. */
const mostIndexes = 2;

/** The files that import a file, themselves or by way of an index that hands it on; but for tests, which pass imitations. */
export function importing(evaluator: Evaluator, file: FileNode, hops = 0): Importing[] {
  const { project } = evaluator;
  const direct = evaluator
    .importersOf(file)
    .filter((from) => from !== file && !project.isForTests(from.path));
  return direct.flatMap((from) => {
    if (direct.length > fewFiles) return [{ from, by: file }];
    const further =
      hops < mostIndexes && handsOn(evaluator, from, file) ? importing(evaluator, from, hops + 1) : [];
    return [{ from, by: file }, ...further];
  });
}

/** `export * from "./users"`, `module.exports = { Users: require("./users") }` */
function handsOn({ project }: Evaluator, index: FileNode, file: FileNode): boolean {
  const isFrom = (module: string | undefined) =>
    module !== undefined && project.resolve(module, index) === file;
  const isIt = (value: Value | undefined): boolean => {
    if (value === undefined) return false;
    if (value.kind === "spread") return isIt(value.of);
    if (value.kind === "object") return value.properties.some((property) => isIt(property.value));
    return isFrom(moduleOf(index, value));
  };
  for (const facts of index.exports.values())
    if (facts.some(({ module, value }) => isFrom(module) || isIt(value))) return true;
  return false;
}
