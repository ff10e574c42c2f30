import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";

/** Shows how far something long is, where the editor can, and hears when a person stops it. */
export class Progress {
  private isStopped = false;
  private ended = false;
  private reporter: WorkDoneProgressServerReporter | undefined;

  /** @param window nothing where the editor shows no progress */
  constructor(window: Connection["window"] | undefined, message: string) {
    window?.createWorkDoneProgress().then(
      (reporter) => {
        if (this.ended) return reporter.done();
        this.reporter = reporter;
        reporter.begin("Spillway", undefined, message, true);
        reporter.token.onCancellationRequested(() => {
          this.isStopped = true;
        });
      },
      // The work goes on unseen.
      () => undefined,
    );
  }

  get stopped(): boolean {
    return this.isStopped;
  }

  report(message: string): void {
    this.reporter?.report(message);
  }

  done(): void {
    if (this.ended) return;
    this.ended = true;
    this.reporter?.done();
  }
}
