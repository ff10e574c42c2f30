import type { Component } from "../schema/scenario.ts";
import { referencesOf } from "./references.ts";

/** What a call or a breaker is made of when a network is put together, where it has it. */
const PARTS: ReadonlySet<string> = new Set(["fallback", "batch", "connection"]);

/** Where calls lead and what they are made of, by place: what a network that runs cannot change. */
export function waysOf(component: Component): Map<string, string> {
  const ways = new Map<string, string>();
  for (const { path, to } of referencesOf([component])) ways.set(path.slice(2).join("."), to);
  switch (component.type) {
    case "source":
      collect({ calls: component.calls }, "", ways);
      break;
    case "server":
      collect({ steps: component.steps, endpoints: component.endpoints }, "", ways);
      break;
    case "breaker":
      collect({ fallback: component.fallback }, "", ways);
      break;
  }
  return ways;
}

function collect(value: unknown, path: string, ways: Map<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (PARTS.has(key) && typeof inner === "object") ways.set(here, "");
    collect(inner, here, ways);
  }
}

/** The first place at which two states of a component differ in their ways, or undefined. */
export function otherWay(before: Component, after: Component): string | undefined {
  const [was, is] = [waysOf(before), waysOf(after)];
  for (const place of [...is.keys(), ...was.keys()]) if (was.get(place) !== is.get(place)) return place;
  return undefined;
}
