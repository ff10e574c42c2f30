import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { copyGrammars, forNode, threadWorker } from "../scripts/shipping.mts";

const root = join(import.meta.dirname, "..");

/** Bundles what parses, and these entries, as the package has them. Returns the folder that they are in. */
export function linterBundles(entries: Readonly<Record<string, string>>): string {
  const dist = mkdtempSync(join(tmpdir(), "spillway-bench-dist-"));
  copyGrammars(dist);
  const own = Object.entries(entries).map(([name, entry]) => [name, join(root, entry)]);
  buildSync({
    ...forNode,
    entryPoints: {
      ...Object.fromEntries(own),
      parsing: join(root, "linter/worker.ts"),
      worker: threadWorker,
    },
    outdir: dist,
    minify: true,
    logLevel: "error",
  });
  return dist;
}
