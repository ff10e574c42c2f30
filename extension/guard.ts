import * as vscode from "vscode";

/**
 * Runs what a person asked for. A failure is logged with its stack, and told in one sentence with a way to the log; nothing is thrown
 * past this boundary.
 */
export async function guarded<T>(
  log: vscode.LogOutputChannel,
  what: string,
  action: () => T | PromiseLike<T>,
): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof vscode.CancellationError) return undefined;
    log.error(`${what}:`, error instanceof Error ? (error.stack ?? error.message) : String(error));
    const showLog = vscode.l10n.t("Show Log");
    const sentence = error instanceof Error ? error.message : String(error);
    // Not awaited: the message may stay on the screen for ever.
    vscode.window.showErrorMessage(vscode.l10n.t("Spillway: {0}", sentence), showLog).then((answer) => {
      if (answer === showLog) log.show();
    });
    return undefined;
  }
}
