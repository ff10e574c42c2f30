/** A piece of a rate over time: it begins at `at` and changes in a straight line. */
type Piece = { at: number; rate: number; slope: number };

/**
 * An arrival rate that changes over time in straight lines; the last rate holds. Arrivals of a process with this rate are those of a process
 * with rate 1 on the scale of the integral of the rate (time change), so one draw makes one arrival, however the rate varies.
 */
export class RateCurve {
  private readonly pieces: Piece[] = [];

  constructor(stages: readonly { duration: number; rate: number; rampTo?: number | undefined }[]) {
    let at = 0;
    let last = 0;
    for (const { duration, rate, rampTo } of stages) {
      last = rampTo ?? rate;
      if (duration > 0) this.pieces.push({ at, rate, slope: (last - rate) / duration });
      at += duration;
    }
    this.pieces.push({ at, rate: last, slope: 0 });
  }

  /** The rate at a time, per second. */
  rateAt(time: number): number {
    const piece = this.pieces[this.pieceAt(time)] as Piece;
    return piece.rate + piece.slope * (time - piece.at);
  }

  /** The integral of the rate from one time to another: the expected number of arrivals. */
  expected(from: number, to: number): number {
    let sum = 0;
    for (let i = this.pieceAt(from); i < this.pieces.length; i++) {
      const piece = this.pieces[i] as Piece;
      const end = Math.min(to, this.pieces[i + 1]?.at ?? Number.POSITIVE_INFINITY);
      const start = Math.max(from, piece.at);
      if (end <= start) break;
      sum += (end - start) * (piece.rate + piece.slope * ((start + end) / 2 - piece.at));
    }
    return sum;
  }

  /** The time at which the integral of the rate from `from` on reaches `amount`; Infinity where it never does. */
  timeOf(from: number, amount: number): number {
    let start = from;
    for (let i = this.pieceAt(from); i < this.pieces.length; i++) {
      const piece = this.pieces[i] as Piece;
      const end = this.pieces[i + 1]?.at ?? Number.POSITIVE_INFINITY;
      const here = end === Number.POSITIVE_INFINITY ? piece.rate * end : this.expected(start, end);
      if (amount <= here) {
        const rate = piece.rate + piece.slope * (start - piece.at);
        if (amount === 0) return start;
        // rate * t + slope / 2 * t^2 = amount, in the form that does not cancel.
        const root = Math.sqrt(Math.max(0, rate * rate + 2 * piece.slope * amount));
        return Math.min(end, start + (2 * amount) / (rate + root));
      }
      amount -= here;
      start = end;
    }
    return Number.POSITIVE_INFINITY;
  }

  private pieceAt(time: number): number {
    let i = this.pieces.length - 1;
    while (i > 0 && (this.pieces[i] as Piece).at > time) i--;
    return i;
  }
}
