import type { TypeRef, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { asksAnything } from "../way/reached.ts";

/** `for await` over a plain list is a loop like any other; over anything else the elements come as they are fetched. */
export function isList(linked: Linked, file: FileNode, value: Value): boolean {
  if (value.kind === "array" || isPlainProperty(value)) return true;
  if (value.kind === "await") return !opensStream(file, value.of);
  if (isMadeList(linked, file, value)) return true;
  if (saysThatTheyArrive(file, value)) return false;
  const yielded = yieldsRows(linked, file, value);
  if (yielded !== undefined) return yielded;
  if (linked.evaluator.value(file, value).some((entity) => entity.kind === "array")) return true;
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  if (binding === undefined) return false;
  // `async (users) => { for await (const user of users) … }`
  const isPassed = binding.kind === "parameter" && (binding.type ?? { kind: "unknown" }).kind === "unknown";
  return (
    isListType(binding.type) ||
    (isPassed && isPlainName(binding.name)) ||
    binding.values.some(
      ({ value: held }) =>
        held.kind === "array" ||
        (held.kind === "await" && !opensStream(file, held.of)) ||
        isOneOfAwaited(file, held) ||
        isMadeList(linked, file, held) ||
        isPlainProperty(held),
    )
  );
}

/** A parameter or a variable that says so: `(orders: AsyncIterable<Order>) => …` */
function saysThatTheyArrive({ facts }: FileNode, value: Value): boolean {
  const type = value.kind === "name" ? facts.bindings[value.binding]?.type : undefined;
  return type?.kind === "named" && /^Async(Iterable|Iterator|IterableIterator|Generator)$/.test(type.name);
}

/** Whether what asynchronous generators of the project yield are rows that they ask for, and no messages that arrive: undefined of anything else. */
function yieldsRows(linked: Linked, file: FileNode, value: Value): boolean | undefined {
  const held = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const call = held?.kind === "call" ? held.call : -1;
  const { functions = [] } = linked.graph.targetsOf(file).get(call) ?? {};
  const generators = functions.filter(({ ref }) => {
    const fact = linked.project.files.get(ref.file)?.facts.functions[ref.function];
    return fact?.generator === true && fact.async;
  });
  return generators.length === 0 ? undefined : generators.some(({ ref }) => asksAnything(linked, ref));
}

/** `const [rows, total] = await Promise.all([find(), count()])` */
function isOneOfAwaited(file: FileNode, value: Value): boolean {
  if (value.kind !== "element" || value.of.kind !== "await" || value.key.kind !== "literal") return false;
  const all = value.of.of.kind === "call" ? file.facts.calls[value.of.of.call] : undefined;
  if (all === undefined || titleOf(all.callee) !== "Promise.all") return false;
  const [list] = all.arguments;
  const asked = list?.kind === "array" ? list.items[Number(value.key.value)] : undefined;
  return asked !== undefined && asked.kind !== "spread" && !opensStream(file, asked);
}

/** `new Set()`, `Object.keys(rows)`, `names.split(",")`, `client.listUsers()`, and what `map` and the like make of a list. */
function isMadeList(linked: Linked, file: FileNode, value: Value): boolean {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (call === undefined) return false;
  const { callee } = call;
  if (call.form === "new") return callee.kind === "name" && /^(Set|Map|Array)$/.test(callee.name);
  if (/^(Object\.(keys|values|entries)|Array\.(from|of))$/.test(titleOf(callee))) return true;
  if (callee.kind !== "member") return false;
  // `stripe.invoices.list({ status })`: what a service has, which its client gives one by one while it fetches page after page.
  if (/^list([A-Z]\w*)?$/.test(callee.name)) return true;
  return (
    callee.name === "split" ||
    (/^(map|flatMap|filter|slice|concat|sort|reverse|toSorted)$/.test(callee.name) &&
      isList(linked, file, callee.of))
  );
}

function isListType(type: TypeRef | undefined): boolean {
  return type?.kind === "array" || (type?.kind === "named" && listTypes.test(type.name));
}

const listTypes = /^(Readonly)?(Array|Set|Map)$/;

/** `await consumer.consume()`: what is waited for is that the stream opens. */
function opensStream(file: FileNode, value: Value): boolean {
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return (
    (callee?.kind === "member" || callee?.kind === "name") &&
    /^(consume|subscribe|watch|listen|follow|tail|iterate|scan)|(stream|cursor|iterator|subscription|messages)$/i.test(
      callee.name,
    )
  );
}

/** `const { names } = body(request)`, `order["items"]`: what a thing has several of and calls by no name of a stream. */
function isPlainProperty(value: Value): boolean {
  if ((value.kind !== "member" && value.kind !== "element") || value.of.kind === "this") return false;
  const name =
    value.kind === "member" ? value.name : value.key.kind === "literal" ? `${value.key.value}` : "";
  return isPlainName(name);
}

function isPlainName(name: string): boolean {
  return (
    /s$|list$|^batch$/i.test(name) &&
    !/(streams?|cursors?|chunks|pages|lines|events|messages|results|packets|entries|parts|changes|notifications|updates|commits|records)$/i.test(
      name,
    )
  );
}
