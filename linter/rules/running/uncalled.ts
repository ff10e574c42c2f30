import type { ClassFact, Decorator, FieldFact, TypeRef, Value } from "../../facts.ts";
import { nameOf } from "../../link/file/callers.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isBesideProgram } from "./beside-program.ts";
import { anyManner, isNamedInText, type Manner, mentionsInCode, usedWhole } from "./mentions-in-code.ts";
import { isNeverRun } from "./never-run.ts";
import { hasProgram } from "./serving.ts";
import { type Offer, takersOf } from "./takers.ts";

/** What is asked for one place. */
interface Search {
  linked: Linked;
  library: string;
  /** Whether nobody calls what was asked for. While that is being found out it counts as so: what calls itself is not called by that. */
  answers: Map<string, boolean>;
}

/** A function, and the name by which others call it. */
interface Named {
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

/** Behind so many names somebody is taken to call it. */
const mostNames = 40;

/**
 * The name of a function around a place which nobody calls, as far as names tell: none of the files that could take it says its name, but for those that nobody runs
 * either. What has no name of its own is called as what is around it.
 */
export function uncalledAround(
  linked: Linked,
  file: FileNode,
  at: number,
  library: string,
): string | undefined {
  if (!hasProgram(linked.project, file)) return undefined;
  return uncalled({ linked, library, answers: new Map() }, file, at);
}

function uncalled(search: Search, file: FileNode, at: number): string | undefined {
  const { functions } = file.facts;
  for (let index = functions.length - 1; index > 0; index--) {
    const fact = functions[index];
    if (fact === undefined || at < fact.start || fact.end <= at) continue;
    const named = namedAs(search.linked, file, index);
    if (named !== undefined && asked(search, file, named, () => isUncalled(search, file, named)))
      return named.name;
  }
  const made = file.facts.classes.find(
    (one) =>
      one.start <= at && at < one.end && asked(search, file, one, () => isNeverMade(search, file, one)),
  );
  return made?.name;
}

/** Whether nobody makes something of a class or asks for one: Nest is told of it in a module, and nobody takes it from there. */
function isNeverMade(search: Search, file: FileNode, made: ClassFact): boolean {
  const { name, start, end } = made;
  if (name === "" || !mayBeLeft(file, made)) return false;
  const takers = takersOf(search.linked.project, file, name, { itself: new Set([name]), holding: new Set() });
  // What no file of the code imports is loaded by somebody else.
  if (takers === undefined || takers.length === 0) return false;
  const isInside = (at: number) => start <= at && at < end;
  if (mentionsInCode(file, name).some((at) => !isInside(at))) return false;
  return !takers.some(
    ({ file: other, names, takesWhole }) =>
      takesWhole ||
      names.some((one) =>
        mentionsInCode(other, one).some((at) => !isProvided(other, at) && isRun(search, other, at)),
      ),
  );
}

/** Nothing but `@Injectable()` marks it, its methods wait to be called, and it takes after nothing. */
function mayBeLeft({ facts }: FileNode, made: ClassFact): boolean {
  const isPlain = ({ value }: Decorator) => {
    const call = value.kind === "call" ? facts.calls[value.call] : undefined;
    return call !== undefined && lastName(call.callee) === "Injectable" && call.arguments.length === 0;
  };
  const methods = made.methods.map((one) => facts.functions[one.function]);
  return (
    made.superclass === undefined &&
    made.implements.length === 0 &&
    made.decorators.every(isPlain) &&
    methods.every((one) => one?.decorators.length === 0 && !calledByConvention.test(one.name))
  );
}

/** `@Module({ providers: [Prices] })` */
function isProvided({ facts, source }: FileNode, at: number): boolean {
  return facts.classes.some(({ decorators }) =>
    decorators.some(
      ({ start, end }) =>
        start <= at &&
        at < end &&
        /^@?Module\b/.test(source.slice(start, end)) &&
        /\b(?:providers|exports)\s*:\s*\[[^\]]*$/.test(source.slice(start, at)),
    ),
  );
}

/** The answer, found once for each of what is asked for. */
function asked(
  { answers }: Search,
  file: FileNode,
  { name, start }: { name: string; start: number },
  find: () => boolean,
): boolean {
  const key = `${file.path}:${start} ${name}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  answers.set(key, true);
  const answer = answers.size <= mostNames && find();
  answers.set(key, answer);
  return answer;
}

function isUncalled(search: Search, file: FileNode, named: Named): boolean {
  const { name, start, end, offer, holder, manners } = named;
  if (holder !== undefined && usedWhole(file, holder, "its own")) return false;
  const isInside = (at: number) => start <= at && at < end;
  const mayCall = (at: number) =>
    !isInside(at) && !leadsElsewhere(search, file, at, { file, named }) && isRun(search, file, at);
  if (mentionsInCode(file, name, manners).some(mayCall)) return false;
  if (offer === "as a member")
    return !others(search, file).some((other) =>
      mentionsInCode(other, name, manners).some(
        (at) => !leadsElsewhere(search, other, at, { file, named }) && isRun(search, other, at),
      ),
    );
  return (offer.itself.size === 0 && offer.holding.size === 0) || !isTaken(search, file, name, offer);
}

/** Whether another file takes what a file offers, and says its name. */
function isTaken(search: Search, file: FileNode, name: string, offer: Offer): boolean {
  const takers = takersOf(search.linked.project, file, name, offer);
  // What no file of the code imports is loaded by somebody else, who may know its names.
  if (takers === undefined || takers.length === 0) return true;
  return (
    takers.some(
      ({ file: other, names, takesWhole }) => takesWhole || names.some((one) => isSaidIn(search, other, one)),
    ) || others(search, file).some((other) => isNamedInText(other, name) && isRun(search, other, 0))
  );
}

/** Whether what is called there by the name of a method is known, and is another one. */
function leadsElsewhere(
  { linked: { evaluator } }: Search,
  file: FileNode,
  at: number,
  method: { file: FileNode; named: Named },
): boolean {
  const { name, index, isByItself } = method.named;
  if (!isByItself) return false;
  const called = file.facts.calls.find(
    ({ callee }) => callee.kind === "member" && callee.name === name && callee.end === at + name.length,
  );
  const found = called === undefined ? [] : evaluator.value(file, called.callee);
  return (
    found.length > 0 &&
    found.every((one) =>
      one.kind === "function"
        ? one.named !== true && (one.file !== method.file.path || one.function !== index)
        : one.kind === "operation" || one.kind === "library",
    )
  );
}

function isSaidIn(search: Search, file: FileNode, name: string): boolean {
  return mentionsInCode(file, name).some((at) => isRun(search, file, at));
}

/** Whether a place is one that a program comes to. */
function isRun(search: Search, file: FileNode, at: number): boolean {
  const { linked, library } = search;
  return (
    uncalled(search, file, at) === undefined &&
    !isNeverRun(linked, file) &&
    !isBesideProgram(linked, file, library)
  );
}

function others({ linked: { project } }: Search, file: FileNode): FileNode[] {
  return [...project.files.inOrder()].filter((one) => one !== file && !project.isForTests(one.path));
}

/** How a function of a file is said there, and how a method is anywhere: alone it is called by a type that declares it, too. */
const ofFunctions: readonly Manner[] = ["called", "named", "as its own"];
const ofMethods: readonly Manner[] = ["named", "as its own", "as another's"];

/** Undefined for what others may call by another way than its name. */
function namedAs(linked: Linked, file: FileNode, index: number): Named | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined || fact.decorators.length > 0 || calledByConvention.test(fact.name))
    return undefined;
  if (/^(constructor|getter|setter)$/.test(fact.kind)) return undefined;
  const { start, end } = fact;
  const member = fact.class >= 0 ? fact : fieldHolding(file, index);
  if (member !== undefined) {
    if (member.decorators.length > 0 || isOpen(linked, file, member.class)) return undefined;
    const of = file.facts.classes[member.class];
    const isByItself = of?.superclass === undefined && of?.implements.length === 0;
    const { name } = member;
    return {
      index,
      name,
      start,
      end,
      offer: "as a member",
      manners: ofMethods,
      holder: undefined,
      isByItself,
    };
  }
  const binding = nameOf(file, index);
  const { keys, holder, ...offer } = offeredAs(file, binding, index);
  const names = [...offer.itself, ...keys];
  if (names.some((one) => calledByConvention.test(one))) return undefined;
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
    return taken !== undefined && project.resolve(taken.module, file) === undefined;
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
  /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|handler|main|fetch|scheduled|queue|loader|action|load|middleware|proxy|register|bootstrap|setup|init|up|down|run|execute|process|handle|getServerSideProps|getStaticProps|getStaticPaths|generateMetadata|generateStaticParams|sitemap|onRequest|toJSON|toString|then|\[.*|on[A-Z]\w*)$/;
