import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

/** What the server reads of the section `spillway`. */
const keys = [
  "rules",
  "lint.enabled",
  "lint.workspace",
  "lint.minimumCertainty",
  "lint.include",
  "lint.exclude",
];

/**
 * Settings for the server as far as somebody chose them. VS Code fills in what nobody did, and then a default would go over what the
 * project's `.spillwayrc.json` says.
 */
export const chosenSettings: Middleware = {
  workspace: {
    configuration: ({ items }) =>
      items.map(({ scopeUri }) => chosen(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri))),
  },
};

/** The section with its nesting: `{ lint: { include: [...] } }`. */
function chosen(scope: vscode.Uri | undefined): object {
  const settings = vscode.workspace.getConfiguration("spillway", scope);
  const section: Record<string, unknown> = {};
  for (const key of keys.filter((one) => isChosen(settings.inspect(one)))) {
    const [first = key, second] = key.split(".");
    const held = settings.get<unknown>(key);
    if (second === undefined) section[first] = held;
    else section[first] = { ...(section[first] as object | undefined), [second]: held };
  }
  return section;
}

/** Whether it is set for the person, the workspace, a folder or a language: anywhere but in the manifest. */
function isChosen(seen: object | undefined): boolean {
  return Object.entries(seen ?? {}).some(
    ([name, held]) => /Value$/.test(name) && !/^default/.test(name) && held !== undefined,
  );
}
