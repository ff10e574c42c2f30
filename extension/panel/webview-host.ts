import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Subject } from "../../host/subject.ts";
import { type Shell, View } from "../../host/view.ts";
import { page } from "../../webview/page.ts";
import { COMMANDS } from "../ids.ts";
import type { Simulator } from "../simulator.ts";
import { strings } from "../words.ts";
import { saveFile } from "./save-file.ts";

/** Where the rules are explained; a rule's page is its id. */
const RULES = "https://github.com/spillway-dev/spillway/blob/main/docs/rules";

/** What differs between the panel and the scenario editor. */
export type Choice = Pick<Shell, "subject" | "example" | "openAsText"> & {
  /** Writes a small scenario into the document, which is empty. */
  begin?: () => Promise<void>;
};

/** The view in a webview of VS Code: fills in the page and joins its messages to a View. */
export function hostView(simulator: Simulator, panel: vscode.WebviewPanel, choice: Choice): View {
  const { services, pool, examples } = simulator;
  const { webview } = panel;
  const { extensionUri } = services.context;
  const { begin } = choice;
  const dist = vscode.Uri.joinPath(extensionUri, "dist");
  webview.options = {
    enableScripts: true,
    localResourceRoots: [dist, vscode.Uri.joinPath(extensionUri, "media")],
  };

  const view = new View({
    ...choice,
    pool,
    // Settles when the message is with the webview: the session sends no frame before the last ones have arrived.
    post: (message) => webview.postMessage(message),
    examples: () => examples.list(),
    doors: {
      ...(begin === undefined ? {} : { starter: begin }),
      pool: async () => vscode.commands.executeCommand(COMMANDS.simulatePoolOfWorkspace),
      lesson: async () => vscode.commands.executeCommand(COMMANDS.openLesson),
    },
    strings: strings(),
    reducedMotion: services.reducedMotion,
    messages: { noCode: vscode.l10n.t("These values do not come from code.") },
    showRule: async (rule) => {
      if (!/^[a-z0-9-]+$/.test(rule)) throw new Error(vscode.l10n.t('There is no rule "{0}".', rule));
      await vscode.env.openExternal(vscode.Uri.parse(`${RULES}/${rule}.md`));
    },
    copy: async (text) => vscode.env.clipboard.writeText(text),
    save: saveFile,
    failed: (error) =>
      services.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });

  webview.onDidReceiveMessage((message: unknown) => view.receive(message));
  panel.onDidChangeViewState(() => view.command({ type: "visible", visible: panel.visible }));
  panel.onDidDispose(() => view.dispose());

  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  webview.html = page({
    scriptUri: address("webview.js"),
    styleUri: address("webview.css"),
    nonce: randomBytes(24).toString("base64url"),
    cspSource: webview.cspSource,
    lang: vscode.env.language,
    title: panel.title,
  });
  return view;
}

/** A built-in example. */
export async function exampleSubject({ examples }: Simulator, id: string, text?: string): Promise<Subject> {
  const known = (await examples.list()).find((example) => example.id === id);
  return {
    origin: { kind: "example", id },
    name: known?.name ?? id,
    startsPlaying: true,
    text: text ?? (await examples.text(id)),
  };
}
