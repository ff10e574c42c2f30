import assert from "node:assert/strict";
import * as vscode from "vscode";

/** The rules that `orders.ts` was written for; what other rules say of it is not looked at here. */
const watched = ["n-plus-one", "pool-acquire-timeout"];

suite("Findings", () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    const [file] = await vscode.workspace.findFiles("orders.ts");
    assert.ok(file);
    document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
  });

  test("a query in a loop and a pool without a timeout are reported, with code, page and place", async () => {
    const found = await findings(document.uri, watched);
    for (const { code: named, source, relatedInformation } of found) {
      assert.equal(source, "spillway");
      assert.ok(typeof named === "object" && named.target.path.endsWith(`docs/rules/${named.value}.md`));
      if (named.value === "n-plus-one") assert.ok((relatedInformation ?? []).length > 0);
    }
  });

  test("the fix for a pool adds the timeout, and then the finding is gone", async () => {
    const found = await findings(document.uri, watched);
    const finding = found.find((each) => code(each) === "pool-acquire-timeout");
    assert.ok(finding);
    const actions = await quickFixes(document.uri, finding.range);
    const fix = actions.find(({ isPreferred, edit }) => isPreferred && edit);
    assert.ok(fix?.edit, `no preferred fix among: ${actions.map(({ title }) => title).join(", ")}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /new Pool\(\{[^}]*connectionTimeoutMillis: \d/);
    await findings(document.uri, ["n-plus-one"]);
    // Undo is of what has the focus.
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await findings(document.uri, watched);
  });

  test("the project's settings file says how certain a finding has to be, and how much of it is looked at", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const settings = vscode.Uri.joinPath(folder.uri, ".spillwayrc.json");
    const likely = vscode.Uri.joinPath(folder.uri, "likely.ts");
    const write = (uri: vscode.Uri, text: string) =>
      vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await write(
      likely,
      `import { pool } from "./database";
export const totals = (ids: string[], deep: boolean) => Promise.all(ids.map((id) => total(id, deep)));
async function total(id: string, deep: boolean) {
  if (deep) await pool.query("SELECT * FROM lines WHERE order_id = $1", [id]);
}
`,
    );
    try {
      await vscode.window.showTextDocument(likely);
      await findings(likely, ["n-plus-one"]);
      await write(settings, '{ "minimumCertainty": "certain" }');
      await findings(likely, []);
      await write(settings, '{ "include": ["orders.ts"] }');
      await findings(document.uri, watched);
      await write(settings, "{}");
      await findings(likely, ["n-plus-one"]);
    } finally {
      await vscode.workspace.fs.delete(settings);
      await vscode.window.showTextDocument(document);
      await vscode.workspace.fs.delete(likely);
    }
  });
});

/**
 * The quick fixes at a place. VS Code gives a question up where another provider comes in meanwhile, as those of its own extensions do
 * while it starts; its light bulb asks again then, and so does this.
 */
async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  for (let left = 5; ; left--) {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
    } catch (error) {
      if (left === 0 || !(error instanceof Error) || error.name !== "Canceled") throw error;
    }
  }
}

/** Findings of the watched rules in a document, as soon as they are of exactly these rules. */
async function findings(uri: vscode.Uri, rules: string[]): Promise<vscode.Diagnostic[]> {
  const ours = () =>
    vscode.languages
      .getDiagnostics(uri)
      .filter((finding) => finding.source === "spillway" && watched.includes(code(finding)))
      .sort((a, b) => code(a).localeCompare(code(b)));
  return new Promise((found, failed) => {
    const stop = (settle: () => void) => {
      clearTimeout(deadline);
      listener.dispose();
      settle();
    };
    const look = () => {
      if (ours().map(code).join() === rules.join()) stop(() => found(ours()));
    };
    const listener = vscode.languages.onDidChangeDiagnostics(look);
    const deadline = setTimeout(() => {
      const seen = ours().map(code).join(", ");
      stop(() => failed(new Error(`expected ${rules.join(", ")}, there is: ${seen}`)));
    }, 2 * 60_000);
    look();
  });
}

function code({ code: named }: vscode.Diagnostic): string {
  return String(typeof named === "object" ? named.value : named);
}
