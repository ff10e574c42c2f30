import { suggest } from "../../../words/nearest.ts";
import type { Flaw } from "../flaw.ts";
import type { Component } from "../schema/scenario.ts";
import { wrong } from "./findings.ts";
import type { Reference } from "./references.ts";

/** Calls of endpoints that a server does not have and has no steps for. */
export function endpointFlaws(components: readonly Component[], references: readonly Reference[]): Flaw[] {
  const byId = new Map(components.map((component) => [component.id, component]));
  return references.flatMap((reference) => {
    if (reference.role !== "call" || isPassedOn(components[reference.from])) return [];
    for (const server of serversBehind(reference.to, byId)) {
      if (server.steps !== undefined || server.endpoints === undefined) continue;
      const known = Object.keys(server.endpoints);
      if (reference.endpoint === undefined) {
        const message = `"${server.id}" has steps for endpoints only, and this call names none`;
        return [wrong(reference.path, message, `name one of: ${known.join(", ")}`)];
      }
      if (!known.includes(reference.endpoint)) {
        const message = `"${server.id}" has no endpoint "${reference.endpoint}"`;
        const path = [...reference.path.slice(0, -1), "endpoint"];
        return [wrong(path, message, suggest(reference.endpoint, known, "endpoints"))];
      }
    }
    return [];
  });
}

/** Whether a component calls with the endpoint that it was called with itself. */
const isPassedOn = (component: Component | undefined): boolean =>
  component?.type !== "source" && component?.type !== "server";

function* serversBehind(
  id: string,
  byId: ReadonlyMap<string, Component>,
  seen = new Set<string>(),
): Generator<Extract<Component, { type: "server" }>> {
  const component = byId.get(id);
  if (component === undefined || seen.has(id)) return;
  seen.add(id);
  if (component.type === "server") yield component;
  else if (component.type === "balancer") {
    for (const { target } of component.targets) yield* serversBehind(target, byId, seen);
  } else if ("target" in component && component.target !== undefined) {
    yield* serversBehind(component.target, byId, seen);
  }
}
