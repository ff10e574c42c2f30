import { Worker } from "node:worker_threads";

const LOOP = `
  import { parentPort } from "node:worker_threads";
  parentPort.on("message", async ({ module, name, values }) => {
    try {
      parentPort.postMessage({ result: await (await import(module))[name](...values) });
    } catch (error) {
      parentPort.postMessage({ failure: String(error?.stack ?? error) });
    }
  });`;

/** A thread in which functions of modules run as Node runs them: the test runner's own loading makes a simulation several times slower. */
export class Native {
  private readonly worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(LOOP)}`));

  /** Calls an exported function; one call at a time. */
  async call<T>(module: URL, name: string, ...values: unknown[]): Promise<T> {
    const { worker } = this;
    const answer = new Promise<{ result: T; failure?: string }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    worker.postMessage({ module: module.href, name, values });
    const { result, failure } = await answer;
    worker.removeAllListeners("error");
    if (failure !== undefined) throw new Error(failure);
    return result;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
