import { describe, expect, it } from "vitest";
import { BUCKET, frame, Header } from "../../../simulator/frame.ts";
import type { Opening } from "../../../simulator/protocol.ts";
import { type Happening, initial, next, type State } from "../../../webview/store/state.ts";
import { network } from "../fixture/network.ts";
import { bucketRow } from "../rows.ts";

const opening = { origin: { kind: "example", id: "L2" }, text: "{}" } as unknown as Opening;
const stateAfter = (state: State, ...happened: Happening[]): State => happened.reduce(next, state);
const opened = stateAfter(initial, { type: "open", opening }, { type: "opened", network });

/** A frame that has come to a time, with a bucket of the first component for each second on the way from another. */
function run(from: number, to: number, p99: number): Happening {
  const rows = Array.from({ length: to - from }, (_, i) => bucketRow(from + i, { component: 0, p99 }));
  const { components, edges } = network;
  const made = frame({ components: components.length, edges: edges.length, hops: 0, buckets: rows.length });
  made.header[Header.time] = to;
  for (const [i, row] of rows.entries()) made.buckets.set(row, i * BUCKET);
  return { type: "frame", frame: made };
}
const seconds = ({ ghost }: State) => ghost?.get("clients")?.length;

describe("the run before", () => {
  it("is there when a run begins again, and not before", () => {
    const first = stateAfter(opened, run(0, 30, 0.1));
    expect(first.ghost).toBeUndefined();
    expect(seconds(stateAfter(first, run(0, 1, 0.2)))).toBe(30);
  });

  it("is the last one, where several runs differ", () => {
    const third = stateAfter(opened, run(0, 30, 0.1), run(0, 20, 0.2), run(0, 5, 0.3));
    expect(seconds(third)).toBe(20);
  });

  it("stays as far as it went while the playhead is dragged back over the same run", () => {
    const dragged = stateAfter(opened, run(0, 30, 0.1), run(0, 20, 0.1), run(0, 10, 0.1));
    expect(seconds(dragged)).toBe(30);
  });

  it("stays when the scenario is built anew with an option, and goes with another scenario", () => {
    const first = stateAfter(opened, run(0, 30, 0.1));
    expect(seconds(stateAfter(first, { type: "opened", network }))).toBe(30);
    expect(stateAfter(first, { type: "open", opening }, { type: "opened", network }).ghost).toBeUndefined();
  });

  it("can be hidden", () => {
    expect(stateAfter(opened, { type: "toggleGhost" }).showsGhost).toBe(false);
  });
});
