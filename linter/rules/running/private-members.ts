import type { FieldFact } from "../../facts.ts";
import { escaped } from "../../text.ts";

/** Whether only its own class can come to a member: `private async load() {`, `#load() {`; `at` is where its name stands. */
export function isPrivate(source: string, name: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 60), at);
  return name.startsWith("#") || /\bprivate\s+(?:(?:static|override|async|readonly)\s+)*$/.test(before);
}

/** Where the name of a field stands, behind what marks it: `@Input() private readonly rows`. */
export function nameStartOf(source: string, { name, start, end }: FieldFact): number {
  const at = source.slice(start, end).search(new RegExp(`(?<![\\w$#])${escaped(name)}(?![\\w$])`));
  return start + Math.max(0, at);
}
