import type { FileNode } from "../../project/project.ts";

/** `@GetOrSetCache({ ttl })`, `@Memoize()`: what a method answers is kept, and its body asks for what is not. */
export function isKeptByDecorator(file: FileNode, index: number): boolean {
  const decorators = file.facts.functions[index]?.decorators ?? [];
  return decorators.some(({ value }) => {
    const said = value.kind === "call" ? file.facts.calls[value.call]?.callee : value;
    const name = said?.kind === "name" || said?.kind === "member" ? said.name : "";
    return (
      /cache|memo/i.test(name) && !/control|evict|clear|invalidat|delete|remove|reset|flush|bust/i.test(name)
    );
  });
}
