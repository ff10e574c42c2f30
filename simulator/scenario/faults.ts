import type { FaultKind, Json } from "../protocol.ts";
import { SUFFERERS } from "./checks/events.ts";
import { inside } from "./meant.ts";
import { parametersIn } from "./parameters.ts";
import { event, type FaultEvent } from "./schema/scenario.ts";

/** What somebody who adds a fault usually means, in the document's words. */
const USUAL: Readonly<Record<FaultEvent["fault"], { [key: string]: Json }>> = {
  latency: { multiplyBy: 4 },
  errors: { ratio: 0.5 },
  hang: { for: "5s" },
  down: {},
  traffic: { multiplyBy: 3 },
  cores: { ratio: 0.5 },
  flush: {},
  crash: {},
  partition: {},
};

/** A cache that is flushed is empty at once. */
const AT_ONCE: ReadonlySet<string> = new Set<FaultEvent["fault"]>(["flush"]);

/** Every kind of fault as the schema describes it, so that a view needs no form of its own for any. */
export function faultKinds(): FaultKind[] {
  return Object.entries(USUAL).map(([fault, usual]) => ({
    fault,
    on: SUFFERERS[fault as FaultEvent["fault"]],
    lasts: !AT_ONCE.has(fault),
    fromCaller: inside(event, { fault }, "from") !== undefined,
    parameters: parametersIn(event, { fault, ...usual }),
  }));
}
