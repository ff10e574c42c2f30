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

/** Programs that the tests need, each with the Debian package that brings it. */
const programs = {
  chromium: "chromium",
  "g++": "g++",
  make: "make",
  "pkg-config": "pkg-config",
  python3: "python3",
};

/** What the native modules of code-server are compiled against, as Debian packages. */
const libraries = ["libkrb5-dev", "libsecret-1-dev", "libx11-dev", "libxkbfile-dev"];

/**
 * Installs what the tests need of the system, where it may.
 * @throws {Error} with the list of what to install, where it may not.
 */
export function installSystemPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const install = `apt-get install ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new Error(`The tests in the editor need what these Debian packages bring: ${install}`);
  }
  console.log(`Installing Debian packages: ${missing.join(" ")}`);
  aptGet("update", "-qq");
  aptGet("install", "-y", "-qq", "--no-install-recommends", ...missing);
}

/** Libraries are asked of dpkg, so elsewhere than on Debian the compiler has to tell; installed modules need none. */
function missingPackages() {
  if (process.platform !== "linux") return [];
  const compiled = agrees(endToEnd);
  const wanted = compiled ? ["chromium"] : Object.keys(programs);
  return [
    ...wanted
      .filter((name) => !onPath(name) && !(name === "chromium" && browserElsewhere()))
      .map((name) => programs[name]),
    ...(compiled || !onPath("dpkg") ? [] : libraries.filter((name) => !installed(name))),
  ];
}

function browserElsewhere() {
  return process.env.CHROMIUM !== undefined || onPath("chromium-browser") || onPath("google-chrome");
}

function installed(name) {
  const { stdout } = spawnSync("dpkg", ["--status", name], { encoding: "utf8" });
  return stdout.includes("\nStatus: install ok installed\n");
}

function onPath(program) {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stdout, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`apt-get ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
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
  const env = environment(extra);
  // What the npm that runs this script said of itself: its Node, and its folder.
  delete env.npm_config_user_agent;
  delete env.npm_config_local_prefix;
  execFileSync(runtime, [cli, ...args], { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] });
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
