import type { Component } from "./component.ts";
import { Link } from "./link.ts";
import { RandomStream } from "./random-stream.ts";
import type { Simulation } from "./simulation.ts";

/** What components are given while a network is put together. */
export class Build {
  readonly simulation: Simulation;
  /** Keys are 0 .. keyCount - 1. */
  readonly keyCount: number;
  readonly byId = new Map<string, Component>();
  /** The zone of each component that is in one. */
  readonly zones = new Map<string, string>();
  private readonly endpoints = new Map<string, number>([["", 0]]);
  private readonly linkOf = new Map<string, Link>();

  constructor(simulation: Simulation, keyCount: number) {
    this.simulation = simulation;
    this.keyCount = keyCount;
  }

  stream(id: string, purpose: string): RandomStream {
    return new RandomStream(this.simulation.seed, `${id}/${purpose}`);
  }

  /** The index of an endpoint's name; "" is a call that names none. */
  endpoint(name: string): number {
    const known = this.endpoints.get(name);
    if (known !== undefined) return known;
    this.endpoints.set(name, this.endpoints.size);
    return this.endpoints.size - 1;
  }

  component(id: string): Component {
    const component = this.byId.get(id);
    if (component === undefined) throw new Error(`there is no component ${id}`);
    return component;
  }

  /** The link between two components of the scenario; made when it is first asked for. */
  link(from: string, to: string): Link {
    const name = `${from} ${to}`;
    const known = this.linkOf.get(name);
    if (known !== undefined) return known;
    const target = this.component(to);
    const link = new Link(this.simulation.links.length, this.component(from).index, target.index, target);
    this.simulation.links.push(link);
    this.linkOf.set(name, link);
    return link;
  }
}
