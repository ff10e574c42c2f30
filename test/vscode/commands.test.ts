import assert from "node:assert/strict";
import * as vscode from "vscode";
import manifest from "../../package.json";
import { extension } from "./extension.ts";

suite("Commands", () => {
  test("every command of the manifest is registered, and none besides", async () => {
    await extension().activate();
    const registered = await vscode.commands.getCommands(true);
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.filter((name) => name.startsWith("spillway.")).sort(), contributed.sort());
  });
});
