import type { FileFacts, LanguageId } from "../../facts.ts";
import type { SyntaxTree } from "../syntax.ts";
import { directiveOf } from "./directives.ts";
import { documentedTypes } from "./documented.ts";
import { Draft } from "./draft.ts";
import { statements } from "./statements.ts";

/** The facts of the file whose tree this is. */
export function factsOf(tree: SyntaxTree, language: LanguageId): FileFacts {
  const draft = new Draft(tree, language);
  if (tree.size > 0) statements(draft, 0);
  for (let node = 0; node < tree.size; node++) {
    const type = tree.type(node);
    if (type === "ERROR") draft.facts.errors.push([tree.start(node), tree.end(node)]);
    else if (type === "comment") {
      const directive = directiveOf(tree, node);
      if (directive !== undefined) draft.facts.directives.push(directive);
      documentedTypes(draft, node);
    }
  }
  draft.resolveNames();
  return draft.facts;
}
