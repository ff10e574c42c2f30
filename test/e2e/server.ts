import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const serverMain = join(
  dirname(require.resolve("code-server/package.json")),
  "lib/vscode/out/server-main.js",
);

/** User settings by their full name, such as `"editor.codeLens": true`. */
export type Settings = Record<string, unknown>;

export interface ServerOptions {
  /** Packed extensions to install before the start. */
  vsix?: readonly string[];
  settings?: Settings;
  /** Added to the environment of the server and so of the extension host. */
  env?: Record<string, string>;
  /**
   * Lets the page name a development extension and a test suite to run. It also hides notifications and answers dialogs by
   * itself, so leave it off to test what a person sees.
   */
  driver?: boolean;
}

export interface Server {
  /** Folder with the user data, the installed extensions and the logs; deleted by `stop`. */
  readonly home: string;
  /** Address of a workbench page over `folder`; `payload` is what the driver reads. */
  url(folder: string, payload?: readonly (readonly [string, string])[]): string;
  /** What a path on disk is called inside the page. */
  remoteUri(path: string): string;
  /** Replaces the user settings; a page reads them when it loads. */
  configure(settings: Settings): void;
  stop(): Promise<void>;
}

/** No welcome page, trust dialog, chat or second side bar: only what Spillway is seen in. */
const quiet: Settings = {
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Dark Modern",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.menuBarVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "files.autoSave": "off",
  // What the editor offers and closes by itself while somebody types differs with how fast it is.
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
};

/**
 * Starts the VS Code server that the code-server package carries: a real workbench page and a real Node extension host, on a free
 * port of 127.0.0.1, with its own throw-away home. It also ends by itself some minutes after its last page, should the caller be killed.
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), "spillway-e2e-"));
  const settingsFile = join(home, "data/User/settings.json");
  mkdirSync(dirname(settingsFile), { recursive: true });
  const configure = (settings: Settings) =>
    writeFileSync(settingsFile, JSON.stringify({ ...quiet, ...settings }, undefined, 2));
  configure(options.settings ?? {});

  const env = cleanEnvironment(home, options.env ?? {});
  const common = ["--server-data-dir", home, "--accept-server-license-terms", "--telemetry-level", "off"];
  const installs = (options.vsix ?? []).flatMap((file) => ["--install-extension", resolve(file)]);
  if (installs.length > 0) {
    await promisify(execFile)(process.execPath, [serverMain, ...common, ...installs, "--force"], { env });
  }

  const child = spawn(
    process.execPath,
    [
      ...[serverMain, ...common, "--host", "127.0.0.1", "--port", "0", "--without-connection-token"],
      ...["--disable-workspace-trust", "--enable-remote-auto-shutdown"],
      ...(options.driver ? ["--enable-smoke-test-driver"] : []),
    ],
    // Its own process group, so that extension hosts and file watchers end with it.
    { env, detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );
  const authority = `127.0.0.1:${await portOf(child)}`;

  return {
    home,
    configure,
    remoteUri: (path) => `vscode-remote://${authority}${resolve(path)}`,
    url: (folder, payload = []) => {
      const query = new URLSearchParams({ folder: resolve(folder), payload: JSON.stringify(payload) });
      return `http://${authority}/?${query}`;
    },
    stop: async () => {
      await endGroup(child);
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** A private home and temporary folder, and nothing of an editor that this may itself be running in. */
function cleanEnvironment(home: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, TMPDIR: home, ...extra };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name)) delete env[name];
  }
  return env;
}

function portOf(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(text)?.[1];
      if (port !== undefined) found(port);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => failed(new Error(`The VS Code server ended with ${code}:\n${text}`)));
  });
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return; // The group is gone already.
    }
    await Promise.race([gone, new Promise((done) => setTimeout(done, 3000).unref())]);
  }
}

/** Version of the extension that is packed from this repository. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8"));
  return version;
}
