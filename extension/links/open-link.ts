import * as vscode from "vscode";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { isJson } from "../../simulator/scenario/read.ts";
import { openUnsaved } from "../new-scenario.ts";
import { tell } from "../words.ts";
import { textOfLink } from "./scenario-link.ts";

/** Opens the scenario of a link as a document that is not saved, after the person has agreed to it. */
export async function openLink(uri: vscode.Uri): Promise<void> {
  const found = textOfLink(uri.path, uri.query);
  if ("refused" in found) throw new Error(tell(found.refused));
  const { text } = found;
  const scenario = parseScenario(text);
  if (!scenario.ok) {
    const [problem] = scenario.problems;
    throw new Error(vscode.l10n.t("The link holds no valid scenario: {0}", problem?.message ?? ""));
  }
  const open = vscode.l10n.t("Open");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Open the scenario "{0}" from a link?', scenario.scenario.name),
    {
      modal: true,
      detail: vscode.l10n.t("It is data for the simulator: nothing of it is executed, and it is not saved."),
    },
    open,
  );
  if (chosen === open) await openUnsaved(isJson(text) ? "shared.sim.json" : "shared.sim.yaml", text);
}
