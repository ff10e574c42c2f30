import type { Build } from "../../engine/build.ts";
import type { Component } from "../../engine/component.ts";
import type { Call } from "../../scenario/schema/call.ts";
import { CallPolicy } from "../call-policy.ts";
import { FallbackCaller } from "./fallback-caller.ts";

/** How a call is made. */
export type Policy = Omit<Call, "target" | "endpoint">;

/** What a source or a server's step hands its calls to. */
export type Caller = Component & {
  /** Takes over changed parameters; what the policy is made of stays. */
  setPolicy(policy: Policy): void;
};

/** `name` is the place of the call in the component `owner`. */
export function callerFor(
  build: Build,
  owner: Component,
  name: string,
  target: string,
  policy: Policy,
): Caller {
  const caller = new CallPolicy(build, owner, name, target, policy);
  const { fallback } = policy;
  return fallback === undefined ? caller : new FallbackCaller(build, owner, name, caller, fallback);
}
