import type { Component } from "./component.ts";

/** A way from one component to another that calls take, as the stage draws it. */
export class Link {
  readonly index: number;
  /** Indexes of the two components on the stage. */
  readonly from: number;
  readonly to: number;
  /** Calls sent over it, and answers that were failures, since the start. */
  sent = 0;
  failed = 0;
  /** Where calls over it arrive: the component at its end, or while a partition lasts the cut that holds them back. */
  target: Component;

  constructor(index: number, from: number, to: number, target: Component) {
    this.index = index;
    this.from = from;
    this.to = to;
    this.target = target;
  }
}
