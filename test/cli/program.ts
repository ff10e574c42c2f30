import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const repository = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);

/** What a run ended with. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Program {
  /** A folder to work in; the program's files are in its parent. */
  folder: string;
  dist: string;
  run(...args: string[]): Promise<Ended>;
  /** The same from another folder, or with another environment. */
  runIn(folder: string, args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Ended>;
  remove(): void;
}

/** Builds `spillway` as esbuild.mjs does, and the examples beside it, into a folder of its own. */
export async function program(): Promise<Program> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "spillway-cli-")));
  const [dist, folder] = [join(home, "dist"), join(home, "work")];
  mkdirSync(folder);
  await build({
    entryPoints: {
      cli: join(repository, "cli/main.ts"),
      simulation: join(repository, "simulator/worker.ts"),
      parsing: join(repository, "linter/worker.ts"),
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
  const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm"));
  mkdirSync(join(dist, "wasm"));
  for (const name of ["tree-sitter", "tree-sitter-typescript", "tree-sitter-tsx"])
    cpSync(join(grammars, `${name}.wasm`), join(dist, "wasm", `${name}.wasm`));
  cpSync(join(repository, "examples"), join(home, "examples"), { recursive: true });
  const runIn: Program["runIn"] = (cwd, args, env = process.env) =>
    new Promise((done) => {
      execFile(
        process.execPath,
        [join(dist, "cli.js"), ...args],
        { cwd, env, maxBuffer: 64e6 },
        (error: ExecFileException | null, out, err) =>
          done({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
      );
    });
  return {
    folder,
    dist,
    run: (...args) => runIn(folder, args),
    runIn,
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
