// First, because schemas look at it when they are made.
import "./schema-mode.ts";
import * as vscode from "vscode";
import { simulatePools } from "./bridge/lens.ts";
import { registerCommands } from "./commands.ts";
import { guarded } from "./guard.ts";
import { VIEW_TYPES } from "./ids.ts";
import { Language } from "./language/language.ts";
import { Services } from "./services.ts";
import type { Simulator } from "./simulator.ts";

let stop: (() => Promise<void>) | undefined;

/** Registers what there is, and returns. The language server and the simulator are loaded and started when they are first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const services = new Services(context);
  const language = new Language(services);
  let loaded: Promise<Simulator> | undefined;
  const simulator = () => {
    loaded ??= import("./simulator.ts").then((module) => new module.Simulator(services, language));
    return loaded;
  };
  stop = async () => {
    await Promise.all([language.end(), loaded?.then((one) => one.stop())]);
    services.dispose();
  };
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPES.panel, {
      deserializeWebviewPanel: async (panel) => (await simulator()).panel.restore(panel),
    }),
    vscode.window.registerCustomEditorProvider(
      VIEW_TYPES.scenarioEditor,
      {
        resolveCustomTextEditor: async (document: vscode.TextDocument, panel: vscode.WebviewPanel) =>
          (await simulator()).editor.resolve(document, panel),
      },
      { supportsMultipleEditorsPerDocument: false },
    ),
    vscode.window.registerUriHandler({
      handleUri: (uri) =>
        guarded(services.log, "link", async () => (await import("./links/open-link.ts")).openLink(uri)),
    }),
    language.watch(),
    simulatePools(language),
    registerCommands({ services, simulator, language }),
  );
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
