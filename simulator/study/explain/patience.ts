import { type Sentence, sentence } from "../../../words/sentence.ts";
import { referencesOf } from "../../scenario/checks/references.ts";
import { placedSteps } from "../../scenario/checks/step-places.ts";
import { formatDuration } from "../../scenario/format.ts";
import type { Component, Scenario } from "../../scenario/schema/scenario.ts";
import type { Finding } from "../../studies.ts";

/** Retries of retries of retries: one request becomes this many calls or more. */
const MULTIPLIED = 10;
const MOST_DEPTH = 64;

type Policy = {
  timeout: number;
  retry?: { maxRetries: number; backoff: { initial: number; factor: number; max: number } } | undefined;
};

/** How long those above wait, who waits so long, and how many tries of theirs one request becomes. */
type Patience = { seconds: number; who: string | Sentence; tries: number };

/** Time limits and retries that outlive those who wait for them: the work is done for nobody. */
export function callersPatience({ components }: Scenario): Finding[] {
  const found = new Map<string, Finding>();
  const byId = new Map(components.map((component) => [component.id, component]));
  const others = referencesOf(components);
  const add = (finding: Finding) => {
    const key = `${finding.rule} ${finding.components.join(" ")}`;
    if (!found.has(key)) found.set(key, finding);
  };

  const call = (from: Component, target: string, policy: Policy, above: Patience, depth: number) => {
    const { timeout, retry } = policy;
    const tries = 1 + (retry?.maxRetries ?? 0);
    const total = longest(policy);
    if (Number.isFinite(timeout) && timeout > above.seconds) {
      add({
        rule: "timeout-outlives-caller",
        text: sentence(
          "{0} waits {1} for {2}, but {3} gives up after {4}.",
          from.id,
          formatDuration(timeout),
          target,
          above.who,
          formatDuration(above.seconds),
        ),
        components: [from.id, target],
        values: { timeout, patience: above.seconds },
      });
    } else if (tries > 1 && Number.isFinite(total) && total > above.seconds) {
      add({
        rule: "retries-outlive-caller",
        text: sentence(
          "{0} tries of {1} and the waits between them take {2} up to {3}, but {4} gives up after {5}: the last tries are for nobody.",
          tries,
          formatDuration(timeout),
          from.id,
          formatDuration(rounded(total)),
          above.who,
          formatDuration(above.seconds),
        ),
        components: [from.id, target],
        values: { tries, timeout, total, patience: above.seconds },
      });
    }
    const multiplied = above.tries * tries;
    if (tries > 1 && above.tries > 1 && multiplied >= MULTIPLIED) {
      add({
        rule: "retries-multiply",
        text: sentence("Retries upon retries: one request can become {0} calls of {1}.", multiplied, target),
        components: [target, from.id],
        values: { calls: multiplied },
      });
    }
    const next =
      timeout < above.seconds
        ? { seconds: timeout, who: from.id, tries: multiplied }
        : { ...above, tries: multiplied };
    visit(target, next, depth + 1);
  };

  const visit = (id: string, above: Patience, depth: number) => {
    const component = byId.get(id);
    // A request may come back to where it was: once round is enough.
    if (component === undefined || depth > MOST_DEPTH) return;
    switch (component.type) {
      case "server":
        for (const steps of [...Object.values(component.endpoints ?? {}), component.steps ?? []]) {
          for (const { step } of placedSteps(steps, [])) {
            if ("call" in step) call(component, step.call.target, step.call, above, depth);
            else if ("query" in step) {
              const { pool, timeout } = step.query;
              if (Number.isFinite(timeout) && timeout > above.seconds) {
                add({
                  rule: "timeout-outlives-caller",
                  text: sentence(
                    "{0} lets a query run for {1}, but {2} gives up after {3}.",
                    component.id,
                    formatDuration(timeout),
                    above.who,
                    formatDuration(above.seconds),
                  ),
                  components: [component.id, pool],
                  values: { timeout, patience: above.seconds },
                });
              }
              visit(pool, above, depth + 1);
            } else if ("transaction" in step) visit(step.transaction.pool, above, depth + 1);
          }
        }
        break;
      case "pool":
        if (Number.isFinite(component.acquireTimeout) && component.acquireTimeout > above.seconds) {
          add({
            rule: "wait-outlives-caller",
            text: sentence(
              "A call waits up to {0} for a connection of {1}, but {2} gives up after {3}: what gets a connection later works for nobody.",
              formatDuration(component.acquireTimeout),
              component.id,
              above.who,
              formatDuration(above.seconds),
            ),
            components: [component.id],
            values: { acquireTimeout: component.acquireTimeout, patience: above.seconds },
          });
        }
        break;
      case "queue":
        // Whoever put a message there does not wait for it.
        return;
      default:
    }
    const index = components.indexOf(component);
    for (const reference of others) {
      const isOwn = reference.from === index && (component.type !== "server" || reference.role === "forward");
      if (isOwn) visit(reference.to, above, depth + 1);
    }
  };

  for (const source of components) {
    if (source.type !== "source") continue;
    for (const policy of source.calls) {
      const above = { seconds: source.deadline, who: sentence("the client ({0})", source.id), tries: 1 };
      call(source, policy.target, policy, above, 0);
    }
  }
  return [...found.values()];
}

/** The longest that a call can take its caller: all tries, and the waits between them. */
function longest({ timeout, retry }: Policy): number {
  if (retry === undefined) return timeout;
  const { initial, factor, max } = retry.backoff;
  let total = timeout;
  for (let i = 0; i < retry.maxRetries; i++) total += timeout + Math.min(max, initial * factor ** i);
  return total;
}

const rounded = (seconds: number): number => Number(seconds.toPrecision(3));
