/** A study was ended before it was done. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("the study was cancelled");
  }
}

export type Signal = { readonly aborted: boolean };

/**
 * Does every job, at most `parallel` at once, beginning with the first. Rejects with the first error, or with Cancelled where `signal`
 * is aborted before all have begun.
 */
export async function inParallel<T>(
  jobs: readonly T[],
  parallel: number,
  work: (job: T) => Promise<void>,
  signal?: Signal,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      if (signal?.aborted) throw new Cancelled();
      await work(jobs[next++] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, jobs.length) }, worker));
}
