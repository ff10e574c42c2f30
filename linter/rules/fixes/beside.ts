import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, TypeRef, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { constructorOf } from "../../link/values/members.ts";
import type { TextEdit } from "../../text.ts";
import type { Linked } from "../rule.ts";
import type { Helper } from "./helper.ts";
import { importing } from "./imports.ts";
import { textOf } from "./place.ts";

/** How a function beside the helper is called from where the helper is: its text, and the import that it needs. */
export function calledBeside(
  linked: Linked,
  file: FileNode,
  { callee }: CallFact,
  { file: there, fact, owner }: Helper,
  name: string,
): { text: string; edits: TextEdit[] } | Sentence {
  const elsewhere = sentence(
    "the function with the query is called through an interface, a base class or another name, which would need one for many keys, too",
  );
  if (callee.kind === "name") {
    if (there === file && fact.region === 0 && owner < 0) return { text: name, edits: [] };
    const imported = file.imports.get(callee.binding);
    if (imported === undefined || linked.project.resolve(imported.module, file) !== there) return elsewhere;
    if (!/^import\b/m.test(file.source)) return elsewhere;
    return { text: name, edits: importing(file, { name, module: imported.module }) };
  }
  if (callee.kind !== "member") return elsewhere;
  const text = `${textOf(file, callee.of)}.${name}`;
  if (textOf(file, callee) !== `${textOf(file, callee.of)}.${callee.name}`) return elsewhere;
  return has(linked, file, callee.of, { there, fact, owner }) ? { text, edits: [] } : elsewhere;
}

/** The value is declared to be what the helper is written in, not an interface of it. */
function has(
  linked: Linked,
  file: FileNode,
  of: Value,
  { there, fact, owner: index }: { there: FileNode } & Pick<Helper, "fact" | "owner">,
): boolean {
  const owner = there.facts.classes[index];
  const entities = linked.evaluator.value(file, of);
  const isOwner = entities.every((entity) => {
    if (owner !== undefined)
      return (
        (entity.kind === "instance" || entity.kind === "class") &&
        entity.file === there.path &&
        entity.class === index
      );
    if (entity.kind === "object") return entity.file === there.path && isInside(fact, entity.value);
    return entity.kind === "file" && entity.file === there.path && fact.region === 0;
  });
  if (!isOwner || entities.length === 0) return false;
  if (of.kind === "this") return true;
  const type = declaredType(linked, file, of);
  if (type !== undefined)
    return type.kind === "named" && owner !== undefined && (type.path.at(-1) ?? type.name) === owner.name;
  // What has no type of its own is what it is made of: a constant, a class, an import.
  if (file.facts.language === "javascript") return true;
  return of.kind === "name" || (of.kind === "member" && fieldOf(linked, file, of) !== undefined);
}

function isInside(
  { start, end }: { start: number; end: number },
  around: { start: number; end: number },
): boolean {
  return start >= around.start && end <= around.end;
}

/** The type that is written at a variable, or at a field of the class around. */
function declaredType(linked: Linked, file: FileNode, value: Value): TypeRef | undefined {
  if (value.kind === "name") {
    const binding = file.facts.bindings[value.binding];
    const from = file.imports.get(value.binding);
    const there = from === undefined ? undefined : linked.project.resolve(from.module, file);
    if (from === undefined || there === undefined) return binding?.type;
    // What is handed out under another name is looked for under its own.
    const handed = there.exportsNamed(from.name)?.[0]?.value;
    const own = handed?.kind === "name" ? there.facts.bindings[handed.binding] : undefined;
    return own?.type;
  }
  return value.kind === "member" ? fieldOf(linked, file, value)?.type : undefined;
}

/** What a class says of the field that a member is, or a class above it. */
function fieldOf(
  linked: Linked,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): { type?: TypeRef | undefined } | undefined {
  const [owner, ...others] = linked.evaluator.value(file, of);
  if ((owner?.kind !== "instance" && owner?.kind !== "class") || others.length > 0) return undefined;
  let there = linked.project.files.get(owner.file);
  let fact = there?.facts.classes[owner.class];
  for (let hops = 0; there !== undefined && fact !== undefined && hops < 8; hops++) {
    const field = fact.fields.find((one) => one.name === name);
    if (field !== undefined) return field;
    const passed = there.facts.functions[constructorOf(fact)]?.parameters.find(
      (one) => one.field && one.name === name,
    );
    if (passed !== undefined) return passed;
    const above = fact.superclass === undefined ? [] : linked.evaluator.value(there, fact.superclass);
    const next = above[0]?.kind === "class" && above.length === 1 ? above[0] : undefined;
    there = next === undefined ? undefined : linked.project.files.get(next.file);
    fact = next === undefined ? undefined : there?.facts.classes[next.class];
  }
  return undefined;
}
