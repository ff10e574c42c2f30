/**
 * Whether what stands there by a name picks nothing by it: `socket.on("close", …)`, `case "close":`, `kind === "close"`, `"open" | "close"`, `<button type="close">`, and what says more, `"could not
 * close"`. The name alone, or last after others, `"orders.close"`, may be what something is picked by.
 */
export function isOnlySaid(code: string, at: number, name: string): boolean {
  const start = startOfText(code, at);
  if (start === undefined) return isProse(code.slice(Math.max(0, at - 40), at));
  const end = at + name.length;
  const isWhole = code.charAt(end) === code.charAt(start) && /^[\w$/.#@:-]*$/.test(code.slice(start + 1, at));
  return (
    !isWhole ||
    textBefore.test(code.slice(Math.max(0, start - 40), start)) ||
    textAfter.test(code.slice(end + 1, end + 30))
  );
}

/** Whether a call stands in a text that ends on its line, as what to do: `throw new Error("Call connect() first")`. */
export function isCallInText(code: string, at: number): boolean {
  const start = startOfText(code, at);
  if (start === undefined) return false;
  const end = code.indexOf("\n", at);
  return code.slice(at, end < 0 ? code.length : end).includes(code.charAt(start));
}

/** A word before another that is none of the language: `<p>Shall we close it?</p>` */
function isProse(before: string): boolean {
  const [, word] = /(?<![\w$.])([A-Za-z]+) $/.exec(before) ?? [];
  return word !== undefined && !keywords.test(word);
}

const keywords =
  /^(async|await|return|yield|typeof|void|new|delete|throw|in|of|instanceof|as|satisfies|is|keyof|infer|extends|implements|case|default|else|do|function|class|interface|type|enum|namespace|module|declare|abstract|const|let|var|using|get|set|static|public|private|protected|override|readonly|accessor|import|export|from)$/;

/** Where the text begins that a place of a line is in, if that is in the line. */
function startOfText(code: string, at: number): number | undefined {
  let start: number | undefined;
  // The texts around the braces that a place is in: what stands there is code.
  const around: number[] = [];
  for (let here = code.lastIndexOf("\n", at - 1) + 1; here < at; here++) {
    const letter = code.charAt(here);
    if (letter === "\\") here++;
    else if (start === undefined && /["'`]/.test(letter)) start = here;
    else if (start === undefined && letter === "}") start = around.pop();
    else if (start !== undefined && letter === code.charAt(start)) start = undefined;
    else if (start !== undefined && code.charAt(start) === "`" && code.startsWith("${", here)) {
      around.push(start);
      start = undefined;
    }
  }
  return start;
}

const textBefore =
  /(\.\s*(on|once|off|emit|addListener|removeListener|removeAllListeners|addEventListener)\(|\bcase|[=!]==?|(?<!\|)\||\w=)\s*$/;
const textAfter = /^\s*([=!]==?|\|(?!\|))/;
