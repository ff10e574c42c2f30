import { type ExecFileException, execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { copyGrammars, forNode, threadWorker } from "../../scripts/shipping.mts";

const repository = join(import.meta.dirname, "../..");

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

/** Builds `spillway` as the package has it, and the examples beside it, into a folder of its own. */
export async function program(): Promise<Program> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "spillway-cli-")));
  const [dist, folder] = [join(home, "dist"), join(home, "work")];
  mkdirSync(folder);
  await build({
    ...forNode,
    entryPoints: {
      cli: join(repository, "cli/main.ts"),
      simulation: join(repository, "simulator/worker.ts"),
      parsing: join(repository, "linter/worker.ts"),
      worker: threadWorker,
    },
    outdir: dist,
    logLevel: "error",
  });
  copyGrammars(dist);
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
