import type { Finding, Fix } from "./finding.ts";
import type { Position, TextEdit } from "./text.ts";

/** The preferred fixes of findings that can be made at once: of two that change the same text, the first. */
export function fixesTogether(findings: readonly Finding[]): Fix[] {
  const chosen: Fix[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(({ isPreferred }) => isPreferred);
    if (fix !== undefined && !chosen.some((other) => overlap(other, fix))) chosen.push(fix);
  }
  return chosen;
}

/**
 * The edits of such fixes by file. What two of them put in the same place is put there in turn, and once where it is the same, such as an
 * import.
 */
export function editsOf(fixes: readonly Fix[]): Map<string, TextEdit[]> {
  const changes = new Map<string, TextEdit[]>();
  for (const edit of fixes.flatMap((fix) => fix.edits)) {
    const edits = changes.get(edit.file) ?? [];
    changes.set(edit.file, edits);
    if (!(inserts(edit) && edits.some((other) => isSame(edit, other)))) edits.push(edit);
  }
  return changes;
}

function overlap(a: Fix, b: Fix): boolean {
  return a.edits.some((one) =>
    b.edits.some(
      (other) =>
        one.file === other.file &&
        isBefore(one.range.start, other.range.end) &&
        isBefore(other.range.start, one.range.end) &&
        !(inserts(one) && inserts(other) && stacks(one, other)),
    ),
  );
}

/** Lines of their own, or further entries of a list: one after the other they mean what each means. */
function stacks(one: TextEdit, other: TextEdit): boolean {
  const both = (pattern: RegExp) => pattern.test(one.newText) && pattern.test(other.newText);
  return both(/\n[ \t]*$/) || both(/^,/);
}

function inserts({ range: { start, end } }: TextEdit): boolean {
  return start.line === end.line && start.character === end.character;
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function isSame(one: TextEdit, other: TextEdit): boolean {
  const [a, b] = [one.range.start, other.range.start];
  return one.newText === other.newText && a.line === b.line && a.character === b.character;
}
