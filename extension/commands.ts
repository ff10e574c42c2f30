import { release } from "node:os";
import * as vscode from "vscode";
import type { Construction } from "../linter/construction.ts";
import { guarded } from "./guard.ts";
import { COMMANDS, VIEW_TYPES } from "./ids.ts";
import type { Language } from "./language/language.ts";
import { linkOf } from "./links/scenario-link.ts";
import { newScenario } from "./new-scenario.ts";
import type { Services } from "./services.ts";
import type { Simulator } from "./simulator.ts";

/** How long the status bar tells what was done, milliseconds. */
const TOLD = 5000;

type Parts = { services: Services; simulator: () => Promise<Simulator>; language: Language };

/** What each command does; every one of COMMANDS has an entry. */
function actions({ services, simulator, language }: Parts): {
  [K in keyof typeof COMMANDS]: (argument: unknown) => unknown;
} {
  return {
    openSimulator: async () => (await simulator()).panel.show(),
    newScenario: () => newScenario(),
    openLesson: async () => {
      const { examples, panel } = await simulator();
      const lessons = await examples.list();
      const chosen = await vscode.window.showQuickPick(
        lessons.map(({ id, name, question }) => ({ id, label: name, detail: question })),
        { title: vscode.l10n.t("Open a lesson"), matchOnDetail: true },
      );
      if (chosen !== undefined) await panel.showExample(chosen.id);
    },
    openScenarioPanel: async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : uriOfActiveTab();
      if (uri === undefined) throw new Error(vscode.l10n.t("Open a scenario file first."));
      await vscode.commands.executeCommand("vscode.openWith", uri, VIEW_TYPES.scenarioEditor);
    },
    copyLink: async (argument) => {
      const uri = argument instanceof vscode.Uri ? argument : uriOfActiveTab();
      if (uri === undefined) throw new Error(vscode.l10n.t("Open a scenario file first."));
      const text = (await vscode.workspace.openTextDocument(uri)).getText();
      const link = linkOf(vscode.env.uriScheme, services.context.extension.id, text);
      if (link === undefined)
        throw new Error(vscode.l10n.t("This scenario is too long for a link: share its file."));
      await vscode.env.clipboard.writeText(link);
      vscode.window.setStatusBarMessage(vscode.l10n.t("The link to the scenario is copied."), TOLD);
    },
    simulatePool: async (argument) => {
      // Our code lens says which pool; whoever calls it otherwise is asked.
      const pool = isPool(argument) ? argument : await poolOfEditor(language);
      if (pool !== undefined) await (await simulator()).panel.showConstruction(pool);
    },
    simulatePoolInFile: async () => {
      const pool = await poolOfEditor(language);
      if (pool !== undefined) await (await simulator()).panel.showConstruction(pool);
    },
    simulatePoolOfWorkspace: async () => {
      const pool = await poolOfWorkspace(language);
      if (pool !== undefined) await (await simulator()).panel.showConstruction(pool);
    },
    restartServer: () => language.restart(),
    showLog: () => services.log.show(),
    reportIssue: () =>
      vscode.commands.executeCommand("workbench.action.openIssueReporter", {
        extensionId: services.context.extension.id,
        issueBody: issueBody(services.context),
      }),
  };
}

/** Registers every command behind the boundary that logs and tells failures. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const todo = actions(parts);
  const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.commands.registerCommand(COMMANDS[name], (argument: unknown) =>
        guarded(parts.services.log, COMMANDS[name], () => todo[name](argument)),
      ),
    ),
  );
}

/** The document that is looked at, as text or in an editor such as ours. */
function uriOfActiveTab(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

function isPool(argument: unknown): argument is Construction {
  return typeof argument === "object" && argument !== null && "library" in argument && "known" in argument;
}

async function poolOfEditor(language: Language): Promise<Construction | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error(vscode.l10n.t("Open a file that makes a pool first."));
  return choosePool(await language.constructions(editor.document.uri));
}

/** Asks which of all pools; one that is the only one need not be chosen. */
async function poolOfWorkspace(language: Language): Promise<Construction | undefined> {
  const pools = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Looking for pools in the code"),
      cancellable: true,
    },
    async (_, token) => {
      const found = await language.pools(token);
      return token.isCancellationRequested ? undefined : found;
    },
  );
  if (pools === undefined) return undefined;
  if (pools.length === 0) throw new Error(vscode.l10n.t("No pool is made in the code of this workspace."));
  return pick(pools, ({ file, range, library }) => {
    const path = vscode.workspace.asRelativePath(vscode.Uri.parse(file));
    return `${path}:${range.start.line + 1} · ${library}`;
  });
}

async function choosePool(found: Construction[]): Promise<Construction | undefined> {
  const pools = found.filter(({ kind }) => kind === "pool");
  if (pools.length === 0) throw new Error(vscode.l10n.t("No pool is made in this file."));
  return pick(pools, ({ range }) => vscode.l10n.t("line {0}", range.start.line + 1));
}

async function pick(
  pools: readonly Construction[],
  placeOf: (pool: Construction) => string,
): Promise<Construction | undefined> {
  if (pools.length === 1) return pools[0];
  const chosen = await vscode.window.showQuickPick(
    pools.map((pool) => ({ pool, label: pool.name ?? pool.library, description: placeOf(pool) })),
    { title: vscode.l10n.t("Simulate which pool?"), matchOnDescription: true },
  );
  return chosen?.pool;
}

function issueBody({ extension }: vscode.ExtensionContext): string {
  const { version } = extension.packageJSON as { version: string };
  return [
    vscode.l10n.t("What did you do, what did you expect, and what happened?"),
    "",
    `Spillway ${version} · VS Code ${vscode.version} · Node ${process.version} · ${process.platform} ${release()}`,
  ].join("\n");
}
