// Runs the end-to-end tests in one process, so that they share one workbench.
//   node run.ts [--grep TEXT] [--results FILE]
import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { grep: { type: "string" }, results: { type: "string" } } });

const counts = { passed: 0, failed: 0, skipped: 0 };
const events = run({
  files: globSync(join(import.meta.dirname, "*.test.ts")).sort(),
  isolation: "none",
  concurrency: false,
  ...(values.grep === undefined ? {} : { testNamePatterns: [values.grep] }),
});
events.on("test:pass", ({ skip, details }) => {
  if (details.type !== "suite") counts[skip === undefined ? "passed" : "skipped"]++;
});
events.on("test:fail", ({ details }) => {
  if (details.type !== "suite") counts.failed++;
});
events.on("end", () => {
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(counts));
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
});
events.compose(new spec()).pipe(process.stdout);
