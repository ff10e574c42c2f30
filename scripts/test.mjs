// npm test: installs what is missing, then every check in order. It goes on after a failure, so that one run tells all of them.
//   npm test [-- --only unit,e2e]       the last line is "N passed, N failed"
// With CI=true a test that is skipped has failed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  environment,
  installDependencies,
  installEndToEnd,
  installSystemPackages,
  requireNode,
  root,
} from "./install.mjs";

const results = mkdtempSync(join(tmpdir(), "spillway-test-"));
process.on("exit", () => rmSync(results, { recursive: true, force: true }));

/**
 * A step runs a command; `counts` reads what it said of its tests, if it has any.
 * @type {Record<string, { command: string[], prepare?: () => void, counts?: () => Counts, workbench?: boolean }>}
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */
const steps = {
  style: { command: ["biome", "check", "."] },
  types: { command: script("types:all"), workbench: true },
  package: { command: script("package"), prepare: removePackages },
  unit: vitest("unit", "--exclude", "test/package.test.ts"),
  vscode: inWorkbench("vscode"),
  e2e: inWorkbench("e2e"),
  content: vitest("content", "test/package.test.ts"),
};

requireNode();
const chosen = chooseSteps();
const total = { passed: 0, failed: 0 };
const ready = install(chosen.some((name) => steps[name].workbench));
if (ready) for (const name of chosen) runStep(name, steps[name]);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function script(name) {
  return ["npm", "run", "--silent", name];
}

function vitest(name, ...args) {
  const file = join(results, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return { command: ["vitest", "run", ...args, ...reporters], counts: () => read(file, vitestCounts) };
}

/** So that no later step tests what an earlier run packed. */
function removePackages() {
  for (const name of readdirSync(root)) if (name.endsWith(".vsix")) rmSync(join(root, name));
}

function inWorkbench(name) {
  const file = join(results, `${name}.json`);
  const command = [...script(`test:${name}`), "--", "--results", file];
  return { command, counts: () => read(file, (counts) => counts), workbench: true };
}

/** Counts of a vitest report; a file that could not be loaded has no tests and counts as one failure. */
function vitestCounts({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** What a runner wrote; nothing where it did not get that far. */
function read(file, counts) {
  if (!existsSync(file)) return { passed: 0, failed: 0, skipped: 0 };
  return counts(JSON.parse(readFileSync(file, "utf8")));
}

function chooseSteps() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? Object.keys(steps);
  const unknown = names.find((name) => !Object.hasOwn(steps, name));
  if (unknown !== undefined) {
    console.error(`There is no step "${unknown}"; there are ${Object.keys(steps).join(", ")}.`);
    process.exit(2);
  }
  return names;
}

/** Whether everything is there; what cannot be installed is one failure, and no step is run then. */
function install(workbench) {
  const start = performance.now();
  try {
    installDependencies();
    if (workbench) {
      installSystemPackages();
      installEndToEnd();
    }
    console.log(`== install: ready (${seconds(start)} s)`);
    return true;
  } catch (error) {
    console.error(error.message);
    count("install", 0, 1, start);
    return false;
  }
}

function runStep(name, { command: [program, ...args], prepare, counts }) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  prepare?.();
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error) console.error(error.message);
  const good = status === 0;
  if (!counts) return count(name, good ? 1 : 0, good ? 0 : 1, start);

  const { passed, failed, skipped } = counts();
  if (skipped > 0) console.log(`${skipped} skipped`);
  const forbidden = process.env.CI === "true" ? skipped : 0;
  // A runner that ends badly without a failed test, or well without any test, has failed as a whole.
  const whole = failed === 0 && (!good || passed === 0) ? 1 : 0;
  count(name, passed, failed + forbidden + whole, start);
}

function count(name, passed, failed, start) {
  total.passed += passed;
  total.failed += failed;
  console.log(`== ${name}: ${passed} passed, ${failed} failed (${seconds(start)} s)`);
}

function seconds(start) {
  return ((performance.now() - start) / 1000).toFixed(1);
}
