import { type FileFacts, factsVersion, type LanguageId } from "../facts.ts";
import { lineStarts } from "../text.ts";

/** The facts of a file that says nothing: what runs when it is loaded, and nothing in it. */
export function emptyModule(text: string, language: LanguageId): FileFacts {
  const end = text.length;
  return {
    version: factsVersion,
    language,
    lineStarts: lineStarts(text),
    imports: [],
    loads: [],
    exports: [],
    bindings: [],
    functions: [
      {
        name: "",
        kind: "module",
        start: 0,
        end,
        nameStart: 0,
        nameEnd: 0,
        region: 0,
        body: 0,
        class: -1,
        static: false,
        async: true,
        generator: false,
        parameters: [],
        returns: [],
        decorators: [],
      },
    ],
    classes: [],
    types: [],
    regions: [
      {
        kind: "function",
        parent: -1,
        function: 0,
        start: 0,
        end,
        headEnd: end,
        awaits: false,
        arm: -1,
        group: -1,
      },
    ],
    calls: [],
    assignments: [],
    exits: [],
    directives: [],
    errors: [],
  };
}
