import type { FrontEnd } from "../languages/front-end.ts";
import { pack } from "./pack.ts";
import type { PackedFacts } from "./packed.ts";

export interface SourceText {
  path: string;
  text: string;
}

/** The facts of each file, in the same order; undefined where it is of no language that is known. */
export type Parse = (files: SourceText[]) => Promise<(PackedFacts | undefined)[]>;

/** Parses where it is called. */
export function parsedBy(frontEnd: FrontEnd): Parse {
  return async (files) =>
    files.map(({ path, text }) => {
      const facts = frontEnd.read(path, text);
      return facts === undefined ? undefined : pack(facts);
    });
}
