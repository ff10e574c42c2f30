import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { ownVersion, type Server, startServer } from "./server.ts";
import { Workbench } from "./workbench.ts";

const here = import.meta.dirname;
const shots = join(here, "shots");

/** One server, browser and workbench serve the whole suite; the first test that asks starts them. */
interface Stage {
  server: Server;
  browser: Browser;
  bench: Workbench;
  folder: string;
}

let stage: Promise<Stage> | undefined;

async function raise(): Promise<Stage> {
  const vsix = process.env.SPILLWAY_VSIX ?? resolve(here, `../../spillway-${ownVersion()}.vsix`);
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: run "npm run package" first.`);
  rmSync(shots, { recursive: true, force: true });
  mkdirSync(shots, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "spillway-workspace-"));
  cpSync(resolve(here, "../fixtures/shop"), folder, { recursive: true });
  const server = await startServer({ vsix: [vsix] });
  const browser = await launchBrowser();
  const bench = await Workbench.open(browser, server, folder);
  return { server, browser, bench, folder };
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void lower().finally(() => process.exit(1)));
after(lower);

async function lower(): Promise<void> {
  if (!stage) return;
  const { server, browser, folder } = await stage;
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

export interface Scene {
  bench: Workbench;
  /** Copy of `test/fixtures/shop` that the workbench has open. */
  folder: string;
  /** Lines that Spillway, or the extension host about it, has logged as errors so far. */
  loggedErrors(): string[];
  /** Keeps a picture as `shots/<name>.png`. */
  shot(name: string): Promise<void>;
}

/**
 * A test in the shared workbench, named as a sentence. It starts with no editor open. Where it fails, `shots/failed-<sentence>.png` and
 * the log of the extension host are kept.
 */
export function person(sentence: string, act: (scene: Scene) => Promise<void>): void {
  test(sentence, { timeout: 15 * 60_000 }, async () => {
    stage ??= raise();
    const { server, bench, folder } = await stage;
    const shot = async (name: string) => {
      await bench.page.screenshot({ path: join(shots, `${name}.png`) });
    };
    try {
      await act({ bench, folder, shot, loggedErrors: () => loggedErrors(server) });
    } catch (error) {
      await shot(`failed-${sentence.replaceAll(/\W+/g, "-")}`);
      // What is thrown while tidying up would hide it.
      console.error(error);
      console.error(extensionLog(server));
      throw error;
    } finally {
      await bench.clear();
    }
  });
}

/** The end of every log of the extension host that is about Spillway. */
function extensionLog(server: Server): string {
  return logs(server)
    .map(({ path, lines }) => `--- ${path}\n${lines.slice(-40).join("\n")}`)
    .join("\n");
}

function loggedErrors(server: Server): string[] {
  return logs(server).flatMap(({ path, lines }) =>
    lines.filter(
      (line) => line.includes("[error]") && (/spillway/i.test(path) || /spillway\.spillway/.test(line)),
    ),
  );
}

function logs(server: Server): { path: string; lines: string[] }[] {
  const folder = join(server.home, "data/logs");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /spillway|remoteexthost\.log/i.test(path) && path.endsWith(".log"))
    .map((path) => ({ path, lines: readFileSync(join(folder, path), "utf8").split("\n") }));
}
