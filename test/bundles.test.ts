import { build } from "esbuild";
import { expect, test } from "vitest";

/** What runs no simulation itself, but has it run in threads. */
const shells = {
  "cli/main.ts": "node",
  "extension/extension.ts": "node",
  "extension/server/server.ts": "node",
  "webview/main.ts": "browser",
} as const;

test.each(Object.entries(shells))(
  "the engine, whose memory is large, is no part of %s",
  async (entry, platform) => {
    const { metafile } = await build({
      entryPoints: [entry],
      outdir: "dist",
      bundle: true,
      write: false,
      metafile: true,
      platform,
      mainFields: ["module", "main"],
      external: ["vscode", "@napi-rs/nice"],
      logLevel: "error",
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
    expect(inputs.length).toBeGreaterThan(10);
    expect(inputs.filter((path) => /^simulator\/(engine|components)\//.test(path))).toEqual([]);
  },
);
