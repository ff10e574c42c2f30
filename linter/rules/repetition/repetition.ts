import type { CallFact } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { elementBindings } from "../way/elements.ts";
import { goesByCursor, isCursor } from "./cursors.ts";
import { areKeysOfCode } from "./keys-of-code.ts";
import { many, ofList, type Repetition } from "./list-size.ts";
import { elementsArePieces } from "./pieces.ts";
import { isList } from "./streams.ts";
import { conditional, counting } from "./turns.ts";

export function repetitionOf(linked: Linked, file: FileNode, loop: Iteration, call?: CallFact): Repetition {
  switch (loop.kind) {
    case "each":
    case "callback":
      if (loop.collection === undefined) return many;
      if (elementsArePieces(linked, file, loop, call))
        return { runs: "chunks", why: "each turn takes a piece of the list" };
      if (areKeysOfCode(linked, file, loop, new Set(elementBindings(file, loop)), call))
        return { runs: "few", why: "the elements are keys of an object in the code" };
      if (loop.awaits && isCursor(linked, file, loop.collection)) return many;
      if (loop.awaits && !isList(linked, file, loop.collection)) return { runs: "pages", why: "a stream" };
      return ofList(linked, file, loop.collection);
    case "count":
      return goesByCursor(linked, file, loop) ? many : counting(linked, file, loop);
    case "while":
      return goesByCursor(linked, file, loop) ? many : conditional(linked, file, loop);
  }
}
