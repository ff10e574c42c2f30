import type { Value } from "../facts.ts";
import type { FileNode } from "../link/project.ts";
import type { Linked } from "./rule.ts";

/** `for await` over a plain list is a loop like any other; over anything else the elements come as they are fetched. */
export function isList(linked: Linked, file: FileNode, value: Value): boolean {
  if (value.kind === "array" || isPlainProperty(value)) return true;
  if (value.kind === "await") return !opensStream(file, value.of);
  if (linked.evaluator.value(file, value).some((entity) => entity.kind === "array")) return true;
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  return (
    binding?.values.some(
      ({ value: held }) =>
        held.kind === "array" ||
        (held.kind === "await" && !opensStream(file, held.of)) ||
        isPlainProperty(held),
    ) ?? false
  );
}

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
  return (
    /s$/i.test(name) &&
    !/(streams?|cursors?|chunks|pages|lines|events|messages|results|packets|entries|parts)$/i.test(name)
  );
}
