// Installs what is missing, and only that. Runs on Node 20, because it is what brings Node 24.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node 24, from the package `node`: what everything but this installation runs on. */
export const node = join(root, "node_modules/.bin/node");

const endToEnd = join(root, "test/e2e");

/** Ends the process with a sentence where Node is too old to go on. */
export function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) {
    console.error(`Spillway needs Node.js 20 or newer to start; this is ${process.version}.`);
    process.exit(1);
  }
}

/** Environment in which `node` and the tools of node_modules come first. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, ...extra };
}

/** Brings node_modules to what package-lock.json says. */
export function installDependencies() {
  if (existsSync(node) && agrees(root)) return;
  console.log("Installing dependencies (npm ci)");
  npm(root, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], process.execPath);
}

/** Debian packages that the tests need: a browser, and what the native modules of code-server are compiled with. */
const debian = [
  ...["chromium", "g++", "make", "pkg-config", "python3"],
  ...["libkrb5-dev", "libsecret-1-dev", "libx11-dev", "libxkbfile-dev"],
];

/** A tool stands for its package wherever it came from; a library is asked of dpkg. */
const tools = {
  chromium: "chromium",
  "g++": "g++",
  make: "make",
  "pkg-config": "pkg-config",
  python3: "python3",
};

/**
 * Installs the Debian packages that are missing where it may.
 * @throws {Error} with the list of what to install, where it may not.
 */
export function installDebianPackages() {
  const missing = debian.filter((name) => !installed(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new Error(`Missing: ${missing.join(" ")}. As root: apt-get install ${missing.join(" ")}`);
  }
  console.log(`Installing Debian packages: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...missing],
  ]) {
    const { status, stdout, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`apt-get ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  }
}

/** Brings test/e2e to its lock. code-server compiles native modules on the way, for Node 24 and so with its headers. */
export function installEndToEnd() {
  if (agrees(endToEnd)) return;
  console.log(
    "Installing the end-to-end tests (npm ci in test/e2e; compiles native modules, about two minutes)",
  );
  const headers = join(endToEnd, `node_modules/node-${process.platform}-${process.arch}`);
  const env = process.platform === "linux" ? { npm_config_nodedir: headers } : {};
  npm(endToEnd, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], node, env);
}

/** npm run by a Node of our choice: code-server refuses any but 24. */
function npm(folder, args, runtime, extra = {}) {
  const running = process.env.npm_execpath ?? "";
  const cli = running.endsWith("npm-cli.js") ? running : join(globalModules(), "npm/bin/npm-cli.js");
  execFileSync(runtime, [cli, ...args], {
    cwd: folder,
    env: environment(extra),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

function globalModules() {
  return execFileSync("npm", ["root", "--global"], { encoding: "utf8" }).trim();
}

/** Whether what is installed in `folder` has the versions of its lock; optional packages may be missing. */
function agrees(folder) {
  const hidden = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const present = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const locked = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(
    ([path, { version, optional }]) =>
      path === "" || (present[path] ? present[path].version === version : optional === true),
  );
}

function installed(name) {
  const tool = tools[name];
  if (tool !== undefined) return onPath(tool) || (name === "chromium" && process.env.CHROMIUM !== undefined);
  return spawnSync("dpkg", ["--status", name], { stdio: "ignore" }).status === 0;
}

function onPath(tool) {
  return spawnSync("which", [tool], { stdio: "ignore" }).status === 0;
}
