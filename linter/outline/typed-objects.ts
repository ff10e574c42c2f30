import type { FileFacts, TypeRef, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";

type Named = Extract<TypeRef, { kind: "named" }>;

/** An object literal that is declared to be of a named type: what implements an interface without a class. */
export interface TypedObject {
  type: Named;
  value: Extract<Value, { kind: "object" }>;
}

/** `const repo: Repo = { … }`, and `function createRepo(): Repo { return { … }; }`. Objects of nothing but data are left out. */
export const typedObjects: (of: FileFacts) => readonly TypedObject[] = oncePer(find);

function find({ bindings, functions }: FileFacts): TypedObject[] {
  const out: TypedObject[] = [];
  const add = (type: TypeRef | undefined, value: Value | undefined) => {
    if (value?.kind !== "object" || !value.properties.some((one) => isMethod(one.value))) return;
    const named = type === undefined ? undefined : namedIn(type);
    if (named !== undefined) out.push({ type: named, value });
  };
  for (const { type, values } of bindings) if (type !== undefined) add(type, values[0]?.value);
  for (const { returnType, returns } of functions) for (const { value } of returns) add(returnType, value);
  return out;
}

/** A function, or what may name one. */
function isMethod({ kind }: Value): boolean {
  return kind === "function" || kind === "name" || kind === "member" || kind === "call";
}

/** The type itself, or what is promised of it. Types without a declaration in the file or an import are the language's own. */
function namedIn(type: TypeRef): Named | undefined {
  if (type.kind !== "named") return undefined;
  if (type.binding >= 0) return type;
  const [first] = type.arguments;
  return type.name === "Promise" && first !== undefined ? namedIn(first) : undefined;
}
