/** A line that tells how far reading has come, on a terminal only; it is gone when that is done. */
export function progressTo(stream: { isTTY: boolean; write(text: string): unknown }): {
  show(files: number): void;
  end(): void;
} {
  const write = (text: string) => {
    if (stream.isTTY) stream.write(`\r${text}\u001b[K`);
  };
  return { show: (files) => write(`${files} files read`), end: () => write("") };
}
