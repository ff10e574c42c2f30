import { workerData } from "node:worker_threads";
import { createFrontEnd, type GrammarBytes } from "./languages/front-end.ts";
import type { PackedFacts } from "./packed/packed.ts";
import { type Parse, parsedBy, type SourceText } from "./packed/parse.ts";

let parse: Promise<Parse> | undefined;

/** What a thread of the pool runs: the facts of some files. Its data are the bytes of the grammars. */
export default async function task(files: SourceText[]): Promise<(PackedFacts | undefined)[]> {
  parse ??= createFrontEnd(workerData as GrammarBytes).then(parsedBy);
  return (await parse)(files);
}
