import type { FieldFact, TypeRef, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { anyManner, type Manner } from "./mentions-in-code.ts";
import { isPrivate, nameStartOf } from "./private-members.ts";
import type { Offer } from "./takers.ts";

/** A function, and the name by which others call it. */
export interface Named {
  /** Its number in its file. */
  index: number;
  name: string;
  start: number;
  end: number;
  /** How other files come to it; "as a member" are methods, which whoever has the thing may call. */
  offer: Offer | "as a member";
  /** How its own file may call it. */
  manners: readonly Manner[];
  /** The variable of the object that holds it. */
  holder: string | undefined;
  /** Nothing else is called by way of what it takes after, so that a call which is known to lead elsewhere is none of it. */
  isByItself: boolean;
}

/** How a function of a file is said there, and how a method is anywhere: alone it is called by a type that declares it, too. */
const ofFunctions: readonly Manner[] = ["called", "named", "as its own"];
const ofMethods: readonly Manner[] = ["named", "as its own", "as another's"];

/** Undefined for what others may call by another way than its name. */
export function namedAs(linked: Linked, file: FileNode, index: number): Named | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined || fact.decorators.length > 0) return undefined;
  if (/^(constructor|getter|setter)$/.test(fact.kind)) return undefined;
  const { start, end } = fact;
  const member = fact.class >= 0 ? fact : fieldHolding(file, index);
  if (member !== undefined) {
    if (member.decorators.length > 0 || methodByConvention.test(member.name)) return undefined;
    const nameStart = "nameStart" in member ? member.nameStart : nameStartOf(file.source, member);
    const isOwn = isPrivate(file.source, member.name, nameStart);
    if (!isOwn && isOpen(linked, file, member.class)) return undefined;
    const of = file.facts.classes[member.class];
    const isByItself = of?.superclass === undefined && of?.implements.length === 0;
    const { name } = member;
    return {
      index,
      name,
      start,
      end,
      offer: isOwn ? toNobody : "as a member",
      manners: ofMethods,
      holder: undefined,
      isByItself,
    };
  }
  const binding = declaring(file, index);
  const { keys, holder, ...offer } = offeredAs(file, binding, index);
  const names = [...offer.itself, ...keys];
  if ([fact.name, ...names].some((one) => calledByConvention.test(one))) return undefined;
  // What has no name but that of its file is asked for with the file.
  const name = file.facts.bindings[binding]?.name ?? names.find((one) => one !== "default" && one !== "=");
  return name === undefined
    ? undefined
    : {
        index,
        name,
        start,
        end,
        offer,
        manners: keys.length === 0 ? ofFunctions : anyManner,
        holder,
        isByItself: false,
      };
}

const toNobody: Offer = { itself: new Set(), holding: new Set() };

/** The variable of the file that a function is declared by, or -1. */
function declaring({ facts }: FileNode, index: number): number {
  return facts.bindings.findIndex(
    ({ kind, target, values }) =>
      (kind === "function" && target === index) ||
      (/^(constant|variable)$/.test(kind) &&
        values.length === 1 &&
        values[0]?.value.kind === "function" &&
        values[0].value.function === index),
  );
}

/** The field of a class that holds the function: `list = async () => …`. */
function fieldHolding({ facts }: FileNode, index: number): (FieldFact & { class: number }) | undefined {
  for (const [position, { fields }] of facts.classes.entries()) {
    const field = fields.find(({ value }) => value?.kind === "function" && value.function === index);
    if (field !== undefined) return { ...field, class: position };
  }
  return undefined;
}

/** Whether the class takes after something from outside of the project, which may call what it declares. */
function isOpen(linked: Linked, file: FileNode, index: number, hops = 0): boolean {
  const { evaluator, project } = linked;
  const fact = file.facts.classes[index];
  if (fact === undefined || hops > 5) return true;
  const isForeign = (type: TypeRef) => {
    const taken = type.kind === "named" ? file.imports.get(type.binding) : undefined;
    if (taken === undefined || project.resolve(taken.module, file) !== undefined) return false;
    // `OnModuleInit` asks for `onModuleInit` alone.
    return !(taken.module === "@nestjs/common" && /^(On|Before)[A-Z]/.test(taken.name));
  };
  if (fact.implements.some(isForeign)) return true;
  if (fact.superclass === undefined) return false;
  const above = evaluator.value(file, fact.superclass);
  return (
    above.length === 0 ||
    above.some((one) => {
      const from = one.kind === "class" ? project.files.get(one.file) : undefined;
      return one.kind !== "class" || from === undefined || isOpen(linked, from, one.class, hops + 1);
    })
  );
}

/** The names under which a file offers a function, and those that it has in objects of the file. */
function offeredAs(
  file: FileNode,
  binding: number,
  index: number,
): { itself: Set<string>; holding: Set<string>; keys: string[]; holder: string | undefined } {
  const isIt = (value: Value | undefined): boolean =>
    value?.kind === "function"
      ? value.function === index
      : value?.kind === "name" && binding >= 0 && value.binding === binding;
  const keysIn = (value: Value | undefined): string[] =>
    value?.kind === "object"
      ? value.properties.flatMap(({ key, value: held }) => (key !== undefined && isIt(held) ? [key] : []))
      : [];
  const { bindings } = file.facts;
  const holder = bindings.findIndex(({ values: [held] }) => keysIn(held?.value).length > 0);
  const keys = new Set(keysIn(bindings[holder]?.values[0]?.value));
  const itself = new Set<string>();
  const holding = new Set<string>();
  for (const [name, facts] of file.exports)
    for (const { value } of facts) {
      if (isIt(value)) itself.add(name);
      if (value?.kind === "name" && holder >= 0 && value.binding === holder) holding.add(name);
      const listed = keysIn(value);
      if (listed.length > 0) holding.add(name);
      for (const key of listed) keys.add(key);
    }
  return { itself, holding, keys: [...keys], holder: bindings[holder]?.name };
}

/** What frameworks, platforms and the language itself call by its name. */
const calledByConvention =
  /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|handler|main|fetch|scheduled|queue|loader|action|load|middleware|proxy|register|bootstrap|setup|init|up|down|run|execute|process|handle|getServerSideProps|getStaticProps|getStaticPaths|generateMetadata|generateStaticParams|sitemap|onRequest)$/;
export const methodByConvention = /^(on[A-Z]\w*|before[A-Z]\w*|toJSON|toString|then|\[.*)$/;
