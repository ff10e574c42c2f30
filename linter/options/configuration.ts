import type { CallFact, TypeRef, Value } from "../facts.ts";
import type { Held } from "../link/project/exported.ts";
import type { FileNode } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";
import { CONFIGURATION, CONFIGURATIONS, handedIn } from "../outline/handed-in.ts";
import { lastName } from "../value-parts.ts";

/** The function that makes a part of Nest's configuration, and which of what it gives is meant. */
export interface Configured {
  maker: Held;
  path: string[];
}

/**
 * `config.get("database.pool")` of Nest's ConfigService: the part that one file of the project registers under that name, or else the
 * configurations that are loaded as a whole, one of which may have it.
 */
export function configuredAs({ callee, arguments: [key] }: CallFact, evaluator: Evaluator): Configured[] {
  if (callee.kind !== "member" || !/^get(OrThrow)?$/.test(callee.name)) return [];
  if (key?.kind !== "literal" || typeof key.value !== "string") return [];
  const path = key.value.split(".");
  const parts = makersOf(evaluator, CONFIGURATION(path[0] ?? ""));
  return parts.length > 0
    ? parts.map((maker) => ({ maker, path: path.slice(1) }))
    : makersOf(evaluator, CONFIGURATIONS).map((maker) => ({ maker, path }));
}

function makersOf(evaluator: Evaluator, name: string): Held[] {
  return [...evaluator.handingOut(name)].flatMap((path) => {
    const file = evaluator.project.files.get(path);
    const made = file === undefined ? [] : (handedIn(file.facts).get(name) ?? []);
    return file === undefined
      ? []
      : made.flatMap(({ value }) => (value === undefined ? [] : { file, value }));
  });
}

/** `database` of `ConfigType<typeof database>`, which says what a provider is injected with. */
export function configurationOf(type: TypeRef | undefined): Value | undefined {
  if (type?.kind !== "named" || type.name !== "ConfigType") return undefined;
  const [of] = type.arguments;
  return of?.kind === "query" ? of.value : undefined;
}

/** The function in `registerAs("database", () => ({ … }))`. */
export function registered({ facts }: FileNode, value: Value): Value | undefined {
  const call = value.kind === "call" ? facts.calls[value.call] : undefined;
  return call !== undefined && lastName(call.callee) === "registerAs" ? call.arguments[1] : undefined;
}
