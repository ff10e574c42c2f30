import { oncePer } from "../../once-per.ts";
import type { FileNode } from "../project/project.ts";

/** Where a function stands in an object that a call passes: `run({ execute: async (tx) => … })`. */
export interface Option {
  call: number;
  argument: number;
  key: string;
}

/** The functions of a file that stand in objects which calls pass. */
export const functionsInOptions: (of: FileNode) => ReadonlyMap<number, Option> = oncePer(find);

function find({ facts }: FileNode): Map<number, Option> {
  const out = new Map<number, Option>();
  facts.calls.forEach(({ form, arguments: given }, call) => {
    if (form !== "call") return;
    given.forEach((argument, position) => {
      if (argument.kind !== "object") return;
      for (const { key, value } of argument.properties)
        if (key !== undefined && value.kind === "function")
          out.set(value.function, { call, argument: position, key });
    });
  });
  return out;
}
