// Runs the suite in a desktop VS Code, which @vscode/test-electron downloads into .vscode-test/.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
let vscodeExecutablePath;
try {
  vscodeExecutablePath = await downloadAndUnzipVSCode();
} catch (error) {
  console.error(`VS Code could not be downloaded (${error.message}).`);
  console.error(
    '"npm run test:vscode" runs the same suite in the workbench of code-server, without a download.',
  );
  process.exit(1);
}
process.exitCode = await runTests({
  vscodeExecutablePath,
  extensionDevelopmentPath: root,
  extensionTestsPath: join(root, "dist-test/index.js"),
  launchArgs: [join(root, "test/fixtures/shop"), "--disable-extensions", "--disable-workspace-trust"],
});
