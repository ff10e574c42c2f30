import type { Place } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";

/**
 * Whether anybody but members of a row sees the rows of a list in a function: what has one property more is another thing where it is handed on,
 * spread or returned. Told by the text, in which every mention counts that is not plainly a part of the row.
 * @param from where there are rows for the first time
 * @param kept a property that a copy of the row is given behind it, whatever the row has under that name
 */
export function isSeenWhole(
  file: FileNode,
  { list, element, from }: { list: string | undefined; element: string; from: number },
  around: Place,
  kept: string,
): boolean {
  const rows = file.source.slice(from, around.end);
  const isWhole = (at: number) =>
    !isPart(rows, at, at + element.length) && !isCopied(rows, at, element, kept);
  if (mentionsOf(rows, element).some(isWhole)) return true;
  // A function that is made before may name the list, too.
  const text = file.source.slice(around.start, around.end);
  return list !== undefined && mentionsOf(text, list).some((at) => !isGoneThrough(text, at, list, element));
}

/** Where a variable is named: no member, and no key of an object. */
function mentionsOf(text: string, name: string): number[] {
  const out: number[] = [];
  const pattern = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  for (const { index } of text.matchAll(pattern)) {
    const before = text.slice(Math.max(0, index - 80), index).trimEnd();
    if (before.endsWith(".") && !before.endsWith("...")) continue;
    const isKey = /[{,]$/.test(before) && /^\s*:/.test(text.slice(index + name.length));
    if (!isKey && !declares(text, index, name)) out.push(index);
  }
  return out;
}

/** `const order of`, `(order) =>`, `order =>` */
function declares(text: string, at: number, name: string): boolean {
  const behind = text.slice(at + name.length, at + name.length + 40);
  const before = text.slice(Math.max(0, at - 40), at);
  if (/\b(const|let|var)\s+$/.test(before)) return true;
  return /^\s*=>/.test(behind) || (/\(\s*$/.test(before) && /^\s*(,\s*[\w$]+\s*)?\)\s*=>/.test(behind));
}

/** `order.userId`, `order?.userId`, `const { userId } = order` */
function isPart(text: string, at: number, end: number): boolean {
  if (/^\s*\??\.\s*[A-Za-z_$]/.test(text.slice(end, end + 40))) return true;
  const taken = /\b(?:const|let)\s*\{([^{}]*)\}\s*=\s*$/.exec(text.slice(Math.max(0, at - 300), at))?.[1];
  return taken !== undefined && !taken.includes("...") && /^\s*[;\n]/.test(text.slice(end, end + 40));
}

/** `{ ...order, user }`, `{ ...order, user: … }` */
function isCopied(text: string, at: number, element: string, kept: string): boolean {
  if (!/[{,]\s*\.\.\.$/.test(text.slice(0, at))) return false;
  let depth = 0;
  const from = at + element.length;
  for (let end = from; end < text.length; end++) {
    const letter = text.charAt(end);
    if (/[([{]/.test(letter)) depth++;
    else if (/[)\]}]/.test(letter) && --depth < 0) return false;
    else if (letter === "," && depth === 0) {
      const next = new RegExp(`^,\\s*${kept}\\s*[:,}]`).exec(text.slice(end, end + 200));
      if (next !== null) return true;
    }
  }
  return false;
}

/** `const order of orders)`, `orders.map((order) => …`, `orders.length`, `orders.map((other) => other.id)` */
function isGoneThrough(text: string, at: number, list: string, element: string): boolean {
  const behind = text.slice(at + list.length, at + list.length + 400);
  const loop = /([\w$]+)\s+of\s+$/.exec(text.slice(Math.max(0, at - 80), at));
  if (loop !== null) return loop[1] === element && /^\s*\)/.test(behind);
  if (/^\s*\??\.\s*length\b/.test(behind)) return true;
  const callback =
    /^\s*\.\s*(?:map|flatMap|some|every|forEach)\(\s*(?:async\s*)?\(?\s*([\w$]+)\s*(?:,\s*[\w$]+\s*)?\)?\s*=>\s*(\1\s*\??\.[\w$])?/.exec(
      behind,
    );
  return callback !== null && (callback[1] === element || callback[2] !== undefined);
}
