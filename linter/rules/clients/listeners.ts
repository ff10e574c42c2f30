import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { type Built, nameOf } from "../../options/constructions.ts";
import { titleOf } from "../../value-parts.ts";

/** A connection that subscribes serves nothing else: each listener needs its own, and waits on purpose. */
export function listens(file: FileNode, { index }: Built): boolean {
  const name = nameOf(file, index);
  return (
    name !== undefined &&
    file.facts.calls.some(
      ({ callee, arguments: [first] }) =>
        callee.kind === "member" &&
        (/^p?subscribe$/i.test(callee.name) || (callee.name === "on" && isNotification(first))) &&
        titleOf(callee.of).endsWith(name),
    )
  );
}

/** `client.on("notification", tell)`, of PostgreSQL's `LISTEN`. */
function isNotification(event: Value | undefined): boolean {
  return event?.kind === "literal" && event.value === "notification";
}
