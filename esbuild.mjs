// Builds every bundle of Spillway into dist/. One shared set of options; each bundle adds only what differs.
//   npm run build -- [--watch] [--production]    (with the project's own Node: what it shares with the tests is TypeScript)
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import * as esbuild from "esbuild";
import { notices } from "./scripts/notices.mjs";
import { copyGrammars, forNode, grammars, threadWorker } from "./scripts/shipping.mts";

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

const node = { ...shared, ...forNode };

const bundles = [
  { ...node, entryPoints: { extension: "extension/extension.ts" } },
  { ...node, entryPoints: { server: "extension/server/server.ts" } },
  { ...node, entryPoints: { simulation: "simulator/worker.ts" } },
  { ...node, entryPoints: { parsing: "linter/worker.ts" } },
  { ...node, entryPoints: { cli: "cli/main.ts" }, banner: { js: "#!/usr/bin/env node" } },
  { ...node, entryPoints: { worker: threadWorker } },
  {
    ...shared,
    entryPoints: { webview: "webview/main.ts" },
    platform: "browser",
    format: "iife",
    target: "es2022",
    loader: { ".css": "css" },
  },
];

copyGrammars("dist");

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
