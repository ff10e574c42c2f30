import type { BuildOptions } from "esbuild";

/** How the package bundles what runs in Node: minified, in Node 20 syntax. */
export const asShipped = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  external: ["@napi-rs/nice"],
  logLevel: "error",
} as const satisfies BuildOptions;
