import type { Build } from "../engine/build.ts";
import { picker } from "../engine/draw.ts";
import type { Link } from "../engine/link.ts";
import type { RandomStream } from "../engine/random-stream.ts";

type Ways = readonly { target: string; ratio: number }[];

/** Where calls go next by chance. */
export class Onward {
  readonly links: readonly Link[];
  private pick: (u: number) => number = () => 0;
  private readonly stream: RandomStream;

  constructor(build: Build, id: string, ways: Ways) {
    this.links = ways.map(({ target }) => build.link(id, target));
    this.stream = build.stream(id, "forward");
    this.configure(ways);
  }

  /** Takes over other shares of the same ways. */
  configure(ways: Ways): void {
    const shares = ways.map(({ ratio }) => ratio);
    this.pick = picker([...shares, Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0))]);
  }

  /** The number of a way, or of none: then it is that of the links. */
  draw(): number {
    return this.pick(this.stream.uniform());
  }
}
