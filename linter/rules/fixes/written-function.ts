import type { FunctionFact, Place } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";

/** A function as it is written. */
export interface Written {
  /** With types and defaults. */
  parameters: Place[];
  /** What it says that it returns, "" where nothing. */
  returns: string;
  /** In braces, or the expression of an arrow function. */
  body: Place;
}

export function writtenFunction(file: FileNode, fact: FunctionFact): Written | undefined {
  const index = file.facts.functions.indexOf(fact);
  const body = file.facts.regions[fact.body];
  if (body === undefined || fact.parameters.length === 0) return undefined;
  const parameters: Place[] = [];
  for (const { values } of file.facts.bindings) {
    for (const { value } of values) {
      // A parameter is said where it is written.
      if (value.end < fact.start || value.start > fact.end) continue;
      mentions(file, value, (at) => {
        if (at.kind === "parameter" && at.function === index)
          parameters[at.index] = { start: at.start, end: at.end };
        return false;
      });
    }
  }
  const last = parameters.at(-1);
  if (last === undefined || fact.parameters.some((_, position) => parameters[position] === undefined))
    return undefined;
  // Type parameters, and `arguments`, are the function's own.
  if (file.source.slice(fact.start, parameters[0]?.start ?? fact.start).includes("<")) return undefined;
  if (/\barguments\b/.test(file.source.slice(body.start, body.end))) return undefined;
  const head = file.source.slice(last.end, body.start);
  const returns = /^\s*,?\s*\)\s*:\s*([\s\S]*?)\s*(?:=>)?\s*\(?\s*$/.exec(head)?.[1] ?? "";
  return { parameters, returns, body: { start: body.start, end: body.end } };
}
