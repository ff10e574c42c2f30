import type { TypeRef, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";

/** What a program, or a part of it, is set up with goes by these names. */
const names = /^[_#]?(config|configuration|cfg|conf|settings)$/i;
const types = /^\w*(Config|Configuration|Settings)(Type|Schema|Options)?$/;
/** OpenAPI's word for who may call a route, which stands beside the route. */
const scheme = /^(security)?Scheme$/i;

/**
 * `this.config.servers`, `route.securityScheme.resources`: whether a value is what a program was set up with. What was asked of a server
 * is not, nor what a function is passed that may be called for each row.
 */
export function isConfiguration(file: FileNode, value: Value): boolean {
  if (value.kind === "member") {
    if (scheme.test(value.name)) return true;
    return value.of.kind === "this" && names.test(value.name);
  }
  if (value.kind !== "name" || !names.test(value.name)) return false;
  const binding = file.facts.bindings[value.binding];
  if (binding === undefined) return false;
  if (binding.kind === "import") return true;
  const [held, another] = binding.values;
  if (held === undefined || another !== undefined) return false;
  if (held.value.kind !== "parameter") return binding.kind === "constant" && isMadeHere(held.value);
  const fact = file.facts.functions[held.value.function];
  if (fact?.kind === "constructor") return true;
  const isCallback = file.passedTo.has(held.value.function);
  return !isCallback && isOfConfiguration(fact?.parameters[held.value.index]?.type);
}

function isMadeHere({ kind }: Value): boolean {
  return kind === "call" || kind === "object" || kind === "member";
}

function isOfConfiguration(type: TypeRef | undefined): boolean {
  return type?.kind === "named" && types.test(type.path.at(-1) ?? type.name);
}
