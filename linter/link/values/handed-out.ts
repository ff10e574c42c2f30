import type { Decorator, Value } from "../../facts.ts";
import { carriers, type Handed, handedIn, SERVICE_AT, tokenOf } from "../../outline/handed-in.ts";
import { type Entity, instanceOf, most, none, saysWhat } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { loadedAs, serviceOfEgg } from "./loaded.ts";

/** A name under which more is handed out than this is no name of one thing. */
const fewThings = 3;

const perElement = /^(map|forEach|flatMap|filter|some|every|find|findIndex|reduce|sort)$/;

/** `ctx.users`, `({ users }) => …`, `c.get("users")`: what the project puts there, where nothing else is known. */
export function byHandedOut(evaluator: Evaluator, file: FileNode, value: Value): Entity[] {
  const name = value.kind === "call" ? askedFor(file, value.call) : takenOut(file, value);
  if (name === undefined) return serviceOfEgg(evaluator, value);
  const handed = evaluator.handedOut(name);
  return handed.length > 0 ? handed : loadedAs(evaluator, name);
}

/** `@Inject("USERS") users`: what a container puts in by a token, or by a class. */
export function byToken(evaluator: Evaluator, file: FileNode, { value }: Decorator): Entity[] {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [token] = call?.arguments ?? [];
  if (call?.callee.kind !== "name" || !/^inject$/i.test(call.callee.name) || token === undefined) return none;
  const asked = evaluator
    .value(file, token)
    .flatMap((e) => (e.kind === "function" ? evaluator.returnedBy(e) : [e]));
  const instances = asked.flatMap((e) => (e.kind === "class" ? instanceOf(e) : []));
  if (instances.length > 0) return instances;
  const name = tokenOf(token);
  return name === undefined ? none : evaluator.handedOut(name);
}

/** What these files hand out under a name. */
export function handedOut(evaluator: Evaluator, name: string, paths: Iterable<string>): Entity[] {
  const out: Entity[] = [];
  let things = 0;
  for (const path of paths) {
    // Contexts that are made for tests hold imitations.
    const file = evaluator.project.isForTests(path) ? undefined : evaluator.project.files.get(path);
    if (file === undefined) continue;
    evaluator.enter(file);
    for (const handed of handedIn(file.facts).get(name) ?? []) {
      if (++things > fewThings) return none;
      out.push(...entitiesOf(evaluator, file, handed).filter(saysWhat));
    }
  }
  return out.slice(0, most);
}

function entitiesOf(evaluator: Evaluator, file: FileNode, { how, value, type }: Handed): Entity[] {
  if (type !== undefined) return evaluator.ofType(file, type);
  if (value === undefined) return none;
  const held = evaluator.reading(file, () => evaluator.value(file, value));
  if (how === "value") return held;
  return held.flatMap((e) =>
    e.kind === "function" && how === "factory" ? evaluator.returnedBy(e) : instanceOf(e),
  );
}

/** The name under which a member is taken out of something that carries such things. */
function takenOut(file: FileNode, value: Value): string | undefined {
  if (value.kind !== "member") return undefined;
  const { of, name } = value;
  if (of.kind === "name" || of.kind === "member") return carriers.has(of.name) ? name : undefined;
  if (of.kind !== "parameter") return undefined;
  // A function's own parameter, but for the elements of a list.
  const passed = file.passedTo.get(of.function);
  const callee = passed === undefined ? undefined : file.facts.calls[passed.call]?.callee;
  return callee?.kind === "member" && perElement.test(callee.name) ? undefined : name;
}

function askedFor(file: FileNode, index: number): string | undefined {
  const call = file.facts.calls[index];
  const [token, another] = call?.arguments ?? [];
  if (call?.callee.kind !== "member" || token === undefined || another !== undefined) return undefined;
  const { name, of } = call.callee;
  if (name === "service" && token.kind === "literal" && typeof token.value === "string")
    return SERVICE_AT(token.value);
  if (!/^(get|getAsync|resolve|inject|make)$/.test(name) || (of.kind !== "name" && of.kind !== "member"))
    return undefined;
  return carriers.has(of.name) ? tokenOf(token) : undefined;
}
