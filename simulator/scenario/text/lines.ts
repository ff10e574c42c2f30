/** Turns offsets into 1-based lines and columns. Lines end with LF, CR LF or CR. */
export class Lines {
  private readonly starts = [0];
  private readonly length: number;

  constructor(text: string) {
    this.length = text.length;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.starts.push(match.index + match[0].length);
  }

  position(offset: number): { line: number; column: number } {
    const inside = Math.min(Math.max(0, offset), this.length);
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= inside) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: inside - (this.starts[low] as number) + 1 };
  }
}
