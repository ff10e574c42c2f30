import type { CallFact, Value } from "../facts.ts";
import type { FileNode } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";
import { lastName } from "../value-parts.ts";

/**
 * A call that gives an address, and no options: by its name, `getLoginUrl(type)`, by what a configuration is asked for, `config.get("DATABASE_URL")`, or
 * because it is declared to give a text.
 */
export function isAddress(evaluator: Evaluator, file: FileNode, value: Value): boolean {
  if (value.kind === "await") return isAddress(evaluator, file, value.of);
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (call === undefined) return false;
  const { callee } = call;
  if (addresses.test(lastName(callee)) || asksForAddress(call)) return true;
  const called = evaluator.value(file, callee);
  return called.length > 0 && called.every((one) => one.kind === "function" && givesText(evaluator, one));
}

const addresses = /^(url|uri|href|endpoint)$|(?:Url|URL|Uri|URI|Href|Endpoint|_(?:url|uri|href|endpoint))$/;

function asksForAddress({ callee, arguments: [key, ...more] }: CallFact): boolean {
  return (
    callee.kind === "member" &&
    /^get(OrThrow)?$/.test(callee.name) &&
    key?.kind === "literal" &&
    more.length === 0 &&
    /(url|uri|dsn|connection_?string)$/i.test(String(key.value))
  );
}

/** `(id: string): string`, `: Promise<string>`; the facts leave out the types that the language has by itself. */
function givesText(
  { project }: Evaluator,
  { file: path, function: index }: { file: string; function: number },
): boolean {
  const file = project.files.get(path);
  const fact = file?.facts.functions[index];
  const body = file?.facts.regions[fact?.body ?? -1];
  return (
    file !== undefined &&
    fact !== undefined &&
    body !== undefined &&
    /\)\s*:\s*(string|Promise<string>)\s*(=>)?\s*\{?\s*$/.test(file.source.slice(fact.start, body.start))
  );
}
