// Builds the suite into dist-test/, for the extension host: one file a test file, and the index that runs them.
import { globSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outdir = join(here, "../../dist-test");

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: [join(here, "index.ts"), ...globSync(join(here, "*.test.ts"))],
  outdir,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: "inline",
  // One mocha for all files, and the one editor they run in.
  external: ["vscode", "mocha"],
});
