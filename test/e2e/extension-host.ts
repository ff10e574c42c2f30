// Runs the mocha suite of test/vscode inside the extension host of a real workbench, where no desktop VS Code is needed.
//   node extension-host.ts [--results FILE]
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "./browser.ts";
import { PATIENCE } from "./patience.ts";
import { startServer } from "./server.ts";

const { values } = parseArgs({ options: { results: { type: "string" } } });
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "spillway-workspace-"));
cpSync(join(root, "test/fixtures/shop"), folder, { recursive: true });

const env = values.results === undefined ? {} : { SPILLWAY_TEST_RESULTS: resolve(values.results) };
const server = await startServer({ driver: true, env });
const browser = await launchBrowser();
try {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultNavigationTimeout(PATIENCE * 1000);
  const finished = new Promise<number>((done, failed) => {
    void page.exposeFunction("codeAutomationExit", done);
    setTimeout(failed, 15 * 60_000, new Error("The suite did not finish in 15 minutes.")).unref();
  });
  // The workbench logs through the same pipe; what the suite prints starts with this mark.
  await page.exposeFunction("codeAutomationLog", (_severity: string, args: unknown[]) => {
    const [first, ...rest] = args.map(String);
    if (first?.startsWith("[test] ")) console.log([first.slice("[test] ".length), ...rest].join(" "));
  });
  await page.goto(
    server.url(folder, [
      ["extensionDevelopmentPath", server.remoteUri(root)],
      ["extensionTestsPath", server.remoteUri(join(root, "dist-test/index.js"))],
      ["skipWelcome", "true"],
    ]),
  );
  process.exitCode = await finished;
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (values.results !== undefined && !existsSync(values.results)) {
  console.error("The suite ended without a result.");
  process.exitCode = 1;
}
