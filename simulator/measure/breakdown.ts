import type { Ledgers } from "../engine/ledgers.ts";

const ROWS_PER_OCTAVE = 8;
/** From 2^-24 s (60 ns) to 2^24 s. */
const OCTAVES = 48;
const ROWS = ROWS_PER_OCTAVE * OCTAVES;

/** Where the time went, by how long the request took: sums of the parts of all requests in rows of an eighth of an octave. */
export class Breakdown {
  private readonly counts = new Float64Array(ROWS);
  private sums: Float64Array | undefined;
  private parts = 0;

  /** Takes the parts of a request's ledger, which is about to be closed. */
  record(latency: number, ledgers: Ledgers, ledger: number): void {
    if (this.sums === undefined) {
      this.parts = ledgers.names.length;
      this.sums = new Float64Array(ROWS * this.parts);
    }
    const row = rowOf(latency);
    this.counts[row] = (this.counts[row] as number) + 1;
    ledgers.drain(ledger, this.sums, row);
  }

  /**
   * The requests between two shares of the order of latencies, such as 0.985 and 0.995: how many rows' requests that takes in, their mean latency, and
   * the mean seconds of each part, which add up to it.
   */
  cohort(from: number, to: number): { requests: number; latency: number; parts: Float64Array } {
    const total = this.counts.reduce((sum, count) => sum + count, 0);
    const parts = new Float64Array(this.parts);
    let below = 0;
    let requests = 0;
    for (let row = 0; row < ROWS; row++) {
      const here = this.counts[row] as number;
      if (here > 0 && below + here > from * total && below < to * total) {
        requests += here;
        for (let i = 0; i < this.parts; i++) {
          parts[i] = (parts[i] as number) + ((this.sums as Float64Array)[row * this.parts + i] as number);
        }
      }
      below += here;
    }
    for (let i = 0; i < parts.length; i++) parts[i] = (parts[i] as number) / requests;
    return { requests, latency: parts.reduce((sum, part) => sum + part, 0), parts };
  }

  clear(): void {
    this.counts.fill(0);
    this.sums?.fill(0);
  }
}

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
const HIGH = new Uint32Array(new Float64Array([1]).buffer)[1] === 0x3ff00000 ? 1 : 0;
const FIRST_ROW = (1023 - OCTAVES / 2) * ROWS_PER_OCTAVE;

function rowOf(latency: number): number {
  number[0] = latency;
  const row = ((words[HIGH] as number) >>> 17) - FIRST_ROW;
  return row < 0 ? 0 : row >= ROWS ? ROWS - 1 : row;
}
