// npm test: installs what is missing, then every check in order. It goes on after a failure, so that one run tells all of them.
//   npm test [-- --only unit,e2e]       the last line is "N passed, N failed"
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  environment,
  installDebianPackages,
  installDependencies,
  installEndToEnd,
  requireNode,
  root,
} from "./install.mjs";

const results = mkdtempSync(join(tmpdir(), "spillway-test-"));
const vitest = (name, ...args) => {
  const file = join(results, `${name}.json`);
  return {
    command: ["vitest", "run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    counts: () => vitestCounts(file),
  };
};
const counted = (name, ...command) => {
  const file = join(results, `${name}.json`);
  return { command: [...command, "--results", file], counts: () => readCounts(file) };
};

/** A step without counts of its own counts as one test. */
const steps = {
  style: { command: ["biome", "check", "."] },
  types: { command: ["npm", "run", "--silent", "types"] },
  package: { command: ["npm", "run", "--silent", "package"] },
  unit: vitest("unit", "--exclude", "test/package.test.ts"),
  vscode: counted("vscode", "npm", "run", "--silent", "test:vscode", "--"),
  e2e: counted("e2e", "npm", "run", "--silent", "test:e2e", "--"),
  content: vitest("content", "test/package.test.ts"),
};

const { values } = parseArgs({ options: { only: { type: "string" } } });
const chosen = values.only?.split(",") ?? Object.keys(steps);
for (const name of chosen) {
  if (!Object.hasOwn(steps, name)) {
    console.error(`There is no step "${name}"; there are ${Object.keys(steps).join(", ")}.`);
    process.exit(2);
  }
}

requireNode();
const total = { passed: 0, failed: 0 };
const needsWorkbench = chosen.some((name) => ["types", "vscode", "e2e"].includes(name));
const ready = attempt("install", () => {
  installDependencies();
  if (needsWorkbench) {
    installDebianPackages();
    installEndToEnd();
  }
});
if (ready) for (const name of chosen) runStep(name, steps[name]);
rmSync(results, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function runStep(name, { command: [program, ...args], counts }) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    env: environment(),
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error) console.error(error.message);
  const { passed, failed } = counts?.() ?? { passed: 0, failed: 0 };
  // A tool that fails without a failed test, or passes without a test, has still failed once.
  const one =
    status === 0
      ? { passed: counts ? 0 : 1, failed: counts && passed === 0 ? 1 : 0 }
      : { passed: 0, failed: failed === 0 ? 1 : 0 };
  report(name, passed + one.passed, failed + one.failed, start);
}

function attempt(name, act) {
  const start = performance.now();
  try {
    act();
    return true;
  } catch (error) {
    console.error(error.message);
    report(name, 0, 1, start);
    return false;
  }
}

function report(name, passed, failed, start) {
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
}

/** Counts of a vitest JSON report; a file that could not be loaded has no tests and counts as one failure. */
function vitestCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function readCounts(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0 };
}
