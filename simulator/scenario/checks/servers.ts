import type { Flaw } from "../flaw.ts";
import type { Segment } from "../path.ts";
import type { ComponentOf } from "../schema/scenario.ts";
import type { Step } from "../schema/steps.ts";
import { distributionFlaws } from "./distributions.ts";
import { wrong } from "./findings.ts";
import { placedSteps } from "./step-places.ts";

type Server = ComponentOf<"server">;

/** A list of steps of a server, and where it stands. */
type Steps = { steps: Step[]; path: Segment[] };

const MOST_REPLICAS = 1000;

/** What a server's fields, its steps aside, say against one another. */
export function serverFlaws(server: Server, path: readonly Segment[], lists: readonly Steps[]): Flaw[] {
  const { queue, startUp, replicas } = server;
  return [
    ...(queue.patience === undefined
      ? []
      : distributionFlaws(queue.patience, [...path, "queue", "patience"])),
    ...(startUp === undefined ? [] : distributionFlaws(startUp.time, [...path, "startUp", "time"])),
    ...(replicas > MOST_REPLICAS
      ? [wrong([...path, "replicas"], `${replicas} replicas are too many: at most ${MOST_REPLICAS}`)]
      : []),
    ...scalingFlaws(server, path),
    ...forwardFlaws(server, path),
    ...workerFlaws(server, lists),
  ];
}

function scalingFlaws({ scaling, concurrency, discipline }: Server, path: readonly Segment[]): Flaw[] {
  if (scaling === undefined) return [];
  const here = [...path, "scaling"];
  const { min, max, metric, target } = scaling;
  const flaws: Flaw[] = [];
  if (min > max) flaws.push(wrong([...here, "min"], `min ${min} is above max ${max}`));
  if (max > MOST_REPLICAS)
    flaws.push(wrong([...here, "max"], `${max} replicas are too many: at most ${MOST_REPLICAS}`));
  if (metric === "utilisation" && target > 1) {
    flaws.push(
      wrong([...here, "target"], `a utilisation of ${target} is never reached: write a share such as 0.7`),
    );
  }
  if (metric === "utilisation" && concurrency === Number.POSITIVE_INFINITY && discipline !== "eventLoop") {
    const message = "replicas with unlimited concurrency have no utilisation to look at";
    flaws.push(wrong([...here, "metric"], message, 'give the server a "concurrency", or look at "waiting"'));
  }
  return flaws;
}

function forwardFlaws({ forward }: Server, path: readonly Segment[]): Flaw[] {
  if (!Array.isArray(forward)) return [];
  const sum = forward.reduce((total, { ratio }) => total + ratio, 0);
  return sum <= 1 + 1e-6
    ? []
    : [
        wrong(
          [...path, "forward"],
          `the ratios sum to ${Number(sum.toPrecision(9))}: they must not be above 1`,
        ),
      ];
}

/** Work for worker threads where there are none. */
function workerFlaws(server: Server, lists: readonly Steps[]): Flaw[] {
  if (server.discipline === "eventLoop") return [];
  return lists.flatMap(({ steps, path }) =>
    [...placedSteps(steps, path)].flatMap(({ step, path: here }) =>
      "compute" in step && step.on !== undefined
        ? [
            wrong(
              [...here, "on"],
              `only an event loop has worker threads, and "${server.id}" has none`,
              'give it the discipline "eventLoop"',
            ),
          ]
        : [],
    ),
  );
}
