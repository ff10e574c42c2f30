import { describe, expect, it } from "vitest";
import { Bucket } from "../../../simulator/frame.ts";
import { Outcome } from "../../../simulator/outcome.ts";
import { thin } from "../../../webview/charts/thin.ts";
import { bucketRow } from "../rows.ts";

describe("a long run", () => {
  it("is shown with as few rows as there is room for, and loses no request", () => {
    const rows = Array.from({ length: 1000 }, (_, second) =>
      bucketRow(second, { arrived: 3 }, { inTime: 2 }),
    );
    const thinned = thin(rows, 400);
    expect(thinned).toHaveLength(334);
    const sum = (column: number) => thinned.reduce((total, row) => total + row[column]!, 0);
    expect(sum(Bucket.arrived)).toBe(3000);
    expect(sum(Bucket.outcomes + Outcome.inTime)).toBe(2000);
    expect(sum(Bucket.width)).toBe(1000);
  });

  it("weighs percentiles by their answers and keeps the largest queue", () => {
    const [joined] = thin(
      [
        bucketRow(0, { p99: 1, answered: 30, waiting: 2, waitingMax: 9 }),
        bucketRow(1, { p99: Number.NaN, answered: 0, waiting: 4, waitingMax: 5 }),
        bucketRow(2, { p99: 2, answered: 10, waiting: 6, waitingMax: 7 }),
      ],
      1,
    );
    expect(joined![Bucket.p99]).toBeCloseTo(1.25);
    expect(joined![Bucket.waiting]).toBeCloseTo(4);
    expect(joined![Bucket.waitingMax]).toBe(9);
  });

  it("stays as it is where it fits", () => {
    const rows = [bucketRow(0), bucketRow(1)];
    expect(thin(rows, 2)).toBe(rows);
  });
});
