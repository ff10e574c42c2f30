import type { Build } from "../../engine/build.ts";
import type { Component } from "../../engine/component.ts";
import { Link } from "../../engine/link.ts";
import type { Call } from "../../scenario/schema/call.ts";
import { Batching } from "./batching.ts";
import { Connecting } from "./connecting.ts";

type Parameters = Pick<Call, "batch" | "connection">;

/** The way of each try to the target: into a batch first, then over a connection, where the policy says so. */
export class Way {
  /** What a try is sent over. */
  readonly link: Link;
  private readonly batching: Batching | undefined;
  private readonly connecting: Connecting | undefined;

  constructor(
    build: Build,
    owner: Component,
    name: string,
    target: string,
    { batch, connection }: Parameters,
  ) {
    this.link = build.link(owner.id, target);
    if (connection !== undefined) {
      this.connecting = new Connecting(build, owner, name, this.link, connection);
      this.link = before(this.link, owner, this.connecting);
    }
    if (batch !== undefined) {
      this.batching = new Batching(build, owner, name, this.link, batch);
      this.link = before(this.link, owner, this.batching);
    }
  }

  /** Takes over changed parameters; what the way is made of stays. */
  set({ batch, connection }: Parameters): void {
    if (batch !== undefined) this.batching?.set(batch);
    if (connection !== undefined) this.connecting?.set(connection);
  }
}

/** A link to what stands before a target. It is not on the stage, and nothing is counted at it. */
const before = (link: Link, owner: Component, component: Component): Link =>
  new Link(link.index, owner.index, owner.index, component);
