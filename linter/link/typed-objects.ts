import type { FileFacts, TypeRef, Value } from "../facts.ts";

type Named = Extract<TypeRef, { kind: "named" }>;

/** An object literal that is declared to be of a named type: what implements an interface without a class. */
export interface TypedObject {
  type: Named;
  value: Extract<Value, { kind: "object" }>;
}

const known = new WeakMap<FileFacts, readonly TypedObject[]>();

/** `const repo: Repo = { … }`, and `function createRepo(): Repo { return { … }; }`. Objects of nothing but data are left out. */
export function typedObjects(facts: FileFacts): readonly TypedObject[] {
  let found = known.get(facts);
  if (found === undefined) {
    found = find(facts);
    known.set(facts, found);
  }
  return found;
}

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
