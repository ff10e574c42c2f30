import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { Finding } from "../../finding.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { isBesideProgram } from "./beside-program.ts";
import { isForDevelopment, isSwitchedOff } from "./conditions.ts";
import { isForMigration } from "./migrating.ts";
import { isNeverRun } from "./never-run.ts";
import { isSetAside } from "./set-aside.ts";
import { uncalledAround } from "./uncalled.ts";

/** The finding, only possible where nobody may wait for what it is about: that has time. */
export function doubted(linked: Linked, file: FileNode, found: Finding): Finding {
  const doubt = found.certainty === "possible" ? undefined : whoRuns(linked, file, found);
  return doubt === undefined ? found : { ...found, certainty: "possible", doubt };
}

function whoRuns(linked: Linked, file: FileNode, { data, range }: Finding): Sentence | undefined {
  if (data.kind !== "limit" && data.kind !== "place") return undefined;
  const { library } = data;
  if (library === "node-fetch" && linked.project.runsOnBun(file))
    return sentence("{0} gives up by itself, if late", "Bun");
  if (linked.project.isInTestFolder(file.path)) return sentence("only tests run it");
  if (isBesideProgram(linked, file, library))
    return sentence("it is a program that somebody runs by hand beside the one that serves");
  if (isSetAside(linked, file)) return sentence("it is kept beside what took its place");
  if (isNeverRun(linked, file)) return sentence("nothing is seen to import this file that serves");
  const at = (file.facts.lineStarts[range.start.line] ?? 0) + range.start.character;
  if (isForDevelopment(file, at)) return sentence("only who develops comes to it");
  if (isSwitchedOff(file, at)) return sentence("a condition that never holds is around it");
  if (isForMigration(file, at)) return sentence("only migrations use it");
  const name = uncalledAround(linked, file, at, library);
  return name === undefined ? undefined : sentence("nothing is seen to call {0}", name);
}
