// npm start: from a fresh clone to a running simulation. Installs and builds what is missing, then runs `spillway start`.
//   npm start [-- --headless] [-- FILE]
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { environment, installDependencies, node, requireNode, root } from "./install.mjs";

const sources = [
  "cli",
  "examples",
  "extension",
  "host",
  "linter",
  "simulator",
  "webview",
  "words",
  "esbuild.mjs",
  "scripts/shipping.mts",
  "package-lock.json",
];

requireNode();
installDependencies();
if (outdated(join(root, "dist/cli.js"))) {
  console.log("Building");
  const { status } = spawnSync(node, ["esbuild.mjs"], { cwd: root, env: environment(), stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

const child = spawn(node, [join(root, "dist/cli.js"), "start", ...process.argv.slice(2)], {
  // Paths are those of the person who typed them, not of the package.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  env: environment(),
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 0 : 1)));

/** Whether `built` is missing or older than a source. */
function outdated(built) {
  const time = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.some((source) => newest(join(root, source)) > time);
}

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
