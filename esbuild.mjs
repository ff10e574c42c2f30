// Builds every bundle of Spillway into dist/. One shared set of options; each bundle adds only what differs.
//   node esbuild.mjs [--watch] [--production]
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";
import { notices } from "./scripts/notices.mjs";

const require = createRequire(import.meta.url);
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  outdir: "dist",
  minify: production,
  sourcemap: production ? false : "linked",
  logLevel: "warning",
  legalComments: "none",
  define: { "process.env.NODE_ENV": production ? '"production"' : '"development"' },
};

/** CommonJS: piscina finds its worker through __dirname, which an ESM bundle does not have. */
const node = {
  ...shared,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  // The native timer is loaded by piscina only where niceIncrement is set, which we never do.
  external: ["vscode", "@napi-rs/nice"],
};

const bundles = [
  { ...node, entryPoints: { extension: "extension/extension.ts" } },
  { ...node, entryPoints: { server: "extension/server/server.ts" } },
  { ...node, entryPoints: { simulation: "simulator/worker.ts" } },
  { ...node, entryPoints: { parsing: "linter/worker.ts" } },
  { ...node, entryPoints: { cli: "cli/main.ts" }, banner: { js: "#!/usr/bin/env node" } },
  // piscina starts `worker.js` beside the bundle that holds it; its exports map hides the file, hence the path.
  { ...node, entryPoints: { worker: join(dirname(require.resolve("piscina")), "worker.js") } },
  {
    ...shared,
    entryPoints: { webview: "webview/main.ts" },
    platform: "browser",
    format: "iife",
    target: "es2022",
    loader: { ".css": "css" },
  },
];

mkdirSync("dist/wasm", { recursive: true });
const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter.js"));
for (const file of ["tree-sitter.wasm", "tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"]) {
  copyFileSync(join(grammars, file), join("dist/wasm", file));
}

if (watch) {
  // The words the problem matcher in .vscode/tasks.json waits for: one start and one end, however many bundles are built.
  let building = 0;
  const report = {
    name: "report",
    setup(build) {
      build.onStart(() => {
        if (building++ === 0) console.log("[watch] build started");
      });
      build.onEnd((result) => {
        for (const { text, location } of result.errors) {
          console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
        }
        if (--building === 0) console.log("[watch] build finished");
      });
    },
  };
  const contexts = await Promise.all(bundles.map((b) => esbuild.context({ ...b, plugins: [report] })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const built = await Promise.all(bundles.map((bundle) => esbuild.build({ ...bundle, metafile: true })));
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  if (production) writeFileSync("dist/NOTICES.txt", notices([...inputs, relative(".", grammars)]));
}
