/** The type that is written behind a name, `: string` with its colon; "" where there is none. */
export function typeBehind(source: string, end: number): string {
  const head = /^\s*:\s*/.exec(source.slice(end, end + 80));
  if (head === null) return "";
  let depth = 0;
  for (let at = end + head[0].length; at < Math.min(source.length, end + 600); at++) {
    const letter = source.charAt(at);
    if (/[([{<]/.test(letter)) depth++;
    else if (letter === ">" && source.charAt(at - 1) === "=") continue;
    else if (/[)\]}>]/.test(letter)) {
      if (depth === 0) return source.slice(end, at).trimEnd();
      depth--;
    } else if (depth === 0 && /[,=;]/.test(letter) && source.charAt(at + 1) !== ">")
      return source.slice(end, at).trimEnd();
  }
  return "";
}
