import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** What the extension host calls: runs every test file that stands beside this one, and fails where one test does. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "tdd",
    timeout: 5 * 60_000,
    reporter: Lines,
    forbidOnly: process.env.CI !== undefined,
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith(".test.js")) mocha.addFile(join(__dirname, name));
  }
  const counts = await new Promise<Mocha.Stats>((done) => {
    const runner = mocha.run(() => done(runner.stats as Mocha.Stats));
  });
  const file = process.env.SPILLWAY_TEST_RESULTS;
  if (file !== undefined) {
    const { passes: passed, failures: failed, pending: skipped } = counts;
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
  if (counts.failures > 0) throw new Error(`${counts.failures} failed`);
}

/** One marked line a test, so that the runner can tell it from the log of the workbench. */
class Lines extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const say = (text: string) => console.log(`[test] ${text}`);
    runner.on("pass", (test) => say(`✔ ${test.fullTitle()} (${test.duration} ms)`));
    runner.on("fail", (test, error) => say(`✖ ${test.fullTitle()}\n${error.stack ?? error.message}`));
    runner.on("end", () => say(`${runner.stats?.passes} passed, ${runner.stats?.failures} failed`));
  }
}
