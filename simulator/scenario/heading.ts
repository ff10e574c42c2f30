import { readText } from "./read.ts";
import { rawOf } from "./text/tree.ts";

/** A document's name and question; empty where it has none, also when it is not valid. */
export function headingOf(text: string): { name: string; question: string } {
  const { tree } = readText(text);
  const raw = tree === undefined ? null : rawOf(tree);
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { name: "", question: "" };
  const { name, question } = raw;
  return {
    name: typeof name === "string" ? name : "",
    question: typeof question === "string" ? question : "",
  };
}
