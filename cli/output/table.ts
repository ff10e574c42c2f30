/** Rows under a header, in columns; the first is a name, the others are numbers and end at one edge. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(width(title), ...rows.map((row) => width(row[i] ?? ""))));
  return [header, ...rows]
    .map((row) =>
      header
        .map((_, i) => {
          const cell = row[i] ?? "";
          const space = " ".repeat((widths[i] ?? 0) - width(cell));
          return i === 0 ? cell + space : space + cell;
        })
        .join("   ")
        .trimEnd(),
    )
    .join("\n");
}

/** Characters as a person counts them. */
function width(text: string): number {
  return [...text].length;
}
