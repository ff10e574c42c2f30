import * as vscode from "vscode";
import { simulatePools } from "./bridge/lens.ts";
import { registerCommands } from "./commands.ts";
import { ScenarioEditor } from "./editor/scenario-editor.ts";
import { VIEW_TYPES } from "./ids.ts";
import { Language } from "./language/language.ts";
import { Panel } from "./panel/panel.ts";
import { Services } from "./services.ts";

let stop: (() => Promise<void>) | undefined;

/** Registers what there is; the language server, the simulator's threads and the panel start when they are first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const services = new Services(context);
  const language = new Language(services);
  const panel = new Panel(services, language);
  stop = async () => {
    await Promise.all([language.stop(), services.dispose()]);
  };
  context.subscriptions.push(
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPES.panel, panel),
    vscode.window.registerCustomEditorProvider(
      VIEW_TYPES.scenarioEditor,
      new ScenarioEditor(services, panel),
      {
        supportsMultipleEditorsPerDocument: false,
      },
    ),
    language.watch(),
    simulatePools(language),
    registerCommands({ services, panel, language }),
  );
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
