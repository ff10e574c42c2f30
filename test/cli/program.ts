import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const repository = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

export interface Program {
  /** A folder to work in; the program's files are in its parent. */
  folder: string;
  dist: string;
  run(...args: string[]): Promise<{ code: number; out: string; err: string }>;
  remove(): void;
}

/** Builds `spillway` as esbuild.mjs does, and the examples beside it, into a folder of its own. */
export async function program(): Promise<Program> {
  const home = mkdtempSync(join(tmpdir(), "spillway-cli-"));
  const [dist, folder] = [join(home, "dist"), join(home, "work")];
  mkdirSync(folder);
  await build({
    entryPoints: {
      cli: join(repository, "cli/main.ts"),
      simulation: join(repository, "simulator/worker.ts"),
      worker: join(dirname(require.resolve("piscina")), "worker.js"),
    },
    outdir: dist,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["@napi-rs/nice"],
    logLevel: "error",
  });
  cpSync(join(repository, "examples"), join(home, "examples"), { recursive: true });
  return {
    folder,
    dist,
    run: (...args) =>
      new Promise((done) => {
        execFile(
          process.execPath,
          [join(dist, "cli.js"), ...args],
          { cwd: folder, maxBuffer: 64e6 },
          (error: ExecFileException | null, out, err) =>
            done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
        );
      }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
