import type { MessagePort } from "node:worker_threads";
import { LiveTask } from "./live/live-task.ts";
import { runOnce } from "./run-task.ts";
import type { Evidence, Span } from "./studies.ts";
import { observe } from "./study/explain/evidence.ts";
import { recordSpans } from "./study/spans.ts";
import type {
  FromLive,
  LiveTask as Live,
  ObserveTask,
  RunProgress,
  RunResult,
  RunTask,
  SpansTask,
  ToLive,
} from "./task.ts";

/** Real milliseconds between two reports of progress. */
const PROGRESS_EVERY = 100;

/** What a thread of the pool runs: a live session until it is told to stop, one replication, or one run that is watched or traced. */
export default async function task(
  asked: Live<MessagePort> | RunTask<MessagePort> | ObserveTask | SpansTask,
): Promise<RunResult | Evidence | Span[] | undefined> {
  switch (asked.kind) {
    case "live":
      await live(asked.port);
      return undefined;
    case "run":
      return run(asked);
    case "observe":
      return observe(asked.input);
    case "spans":
      return recordSpans(asked);
  }
}

async function live(port: MessagePort): Promise<void> {
  const messages: ToLive[] = [];
  let wake = () => {};
  port.on("message", (message: ToLive) => {
    messages.push(message);
    wake();
  });
  // A host that is gone asks for nothing any more.
  port.on("close", () => {
    messages.push({ type: "command", command: { type: "stop" } });
    wake();
  });
  const session = new LiveTask({
    now: () => performance.now() / 1000,
    next: () => messages.shift(),
    rest: (seconds) =>
      new Promise((resolve) => {
        if (seconds === 0 || messages.length > 0) {
          setImmediate(resolve);
          return;
        }
        const timer = setTimeout(resolve, seconds * 1000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    say: (report: FromLive) => port.postMessage(report, report.type === "frame" ? [report.data.buffer] : []),
  });
  try {
    await session.run();
  } finally {
    port.close();
  }
}

function run({ input, port }: RunTask<MessagePort>): RunResult {
  let last = performance.now();
  try {
    return runOnce(input, (progress: RunProgress) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY) return;
      last = now;
      port?.postMessage(progress);
    });
  } finally {
    port?.close();
  }
}
