import assert from "node:assert/strict";
import * as vscode from "vscode";

suite("Findings", () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    const [file] = await vscode.workspace.findFiles("orders.ts");
    assert.ok(file);
    document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
  });

  test("a query in a loop and a pool without a timeout are reported, with code, page and place", async () => {
    const found = await findings(document.uri, 2);
    assert.deepEqual(found.map(code).sort(), ["n-plus-one", "pool-acquire-timeout"]);
    for (const { code: named, source, relatedInformation } of found) {
      assert.equal(source, "spillway");
      assert.ok(typeof named === "object" && named.target.path.endsWith(`docs/rules/${named.value}.md`));
      if (named.value === "n-plus-one") assert.ok((relatedInformation ?? []).length > 0);
    }
  });

  test("the fix for a pool adds the timeout, and then the finding is gone", async () => {
    const found = await findings(document.uri, 2);
    const finding = found.find((each) => code(each) === "pool-acquire-timeout");
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
      10,
    );
    const fix = actions.find(({ isPreferred, edit }) => isPreferred && edit);
    assert.ok(fix?.edit, `no preferred fix among: ${actions.map(({ title }) => title).join(", ")}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /new Pool\(\{[^}]*connectionTimeoutMillis: \d/);
    assert.deepEqual((await findings(document.uri, 1)).map(code), ["n-plus-one"]);
    await vscode.commands.executeCommand("undo");
    await findings(document.uri, 2);
  });
});

/** Spillway's findings of a document, as soon as there are exactly so many. */
async function findings(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "spillway");
  return new Promise((found, failed) => {
    const stop = (settle: () => void) => {
      clearTimeout(deadline);
      listener.dispose();
      settle();
    };
    const look = () => {
      if (ours().length === count) stop(() => found(ours()));
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    const seen = () => ours().map(({ message }) => message);
    const deadline = setTimeout(() => {
      stop(() => failed(new Error(`${count} findings expected, there are: ${JSON.stringify(seen())}`)));
    }, 30_000);
    look();
  });
}

function code({ code: named }: vscode.Diagnostic): string {
  return String(typeof named === "object" ? named.value : named);
}
