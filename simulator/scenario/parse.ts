import type { Json, Problem } from "../protocol.ts";
import { withBudgetWindows } from "./budget-windows.ts";
import { type Flaw, pathText, shown } from "./flaw.ts";
import { flaws, ISSUES } from "./messages.ts";
import type { Segment } from "./path.ts";
import { withPresets } from "./presets.ts";
import { readText } from "./read.ts";
import { type Scenario, scenario as schema } from "./schema/scenario.ts";
import { Lines } from "./text/lines.ts";
import { deepest, isTooDeep, type Tree, tooDeep } from "./text/tree.ts";
import { textFlaws } from "./text/values.ts";
import { validate, validateVariants } from "./validate.ts";

/** Longer texts are refused before they are read, in UTF-16 units. */
export const MAX_LENGTH = 5_000_000;
/** Problems reported at most; one more says how many were left out. */
export const MAX_PROBLEMS = 100;

/** A problem of a value that was not read from a text. */
export type Unplaced = Omit<Problem, "line" | "column">;

/** Reads a scenario document. Every problem has the line and column, from 1, of the value or key to change. */
export function parseScenario(
  text: string,
): { ok: true; scenario: Scenario; raw: Json } | { ok: false; problems: Problem[] } {
  // Columns count from after a byte order mark, as editors do.
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (body.length > MAX_LENGTH) {
    const message = `the document has ${body.length} characters: at most ${MAX_LENGTH} are read`;
    return { ok: false, problems: [{ line: 1, column: 1, path: "", message }] };
  }
  const lines = new Lines(body);
  const { tree, faults } = readText(body);
  if (tree === undefined || faults.length > 0) {
    const found = faults.length > 0 ? faults : [{ offset: 0, message: "the document is empty" }];
    return {
      ok: false,
      problems: found
        .slice(0, MAX_PROBLEMS)
        .map(({ offset, ...fault }) => ({ ...lines.position(offset), path: "", ...fault })),
    };
  }
  const values = textFlaws(tree);
  const result = values.flaws.length > 0 ? { ok: false as const, flaws: values.flaws } : check(values.raw);
  const found = result.ok ? validateVariants(values.raw, result.scenario) : result.flaws;
  if (result.ok && found.length === 0) return { ...result, raw: values.raw };
  const { kept, more } = cut(found);
  const placed = kept.map((flaw) => ({ flaw, offset: offsetOf(body, tree, flaw) }));
  placed.sort((a, b) => a.offset - b.offset);
  const problems = placed.map(({ flaw, offset }) => ({
    ...lines.position(offset),
    ...unplaced(values.raw, flaw),
  }));
  const last = problems.at(-1);
  if (more !== undefined && last !== undefined) {
    problems.push({ line: last.line, column: last.column, path: "", message: more });
  }
  return { ok: false, problems };
}

/**
 * Checks a document that is already a value, such as one with changed parameters. Its variants are not looked at: they were
 * written for the document as it was.
 */
export function parseRaw(raw: Json): { ok: true; scenario: Scenario } | { ok: false; problems: Unplaced[] } {
  if (isTooDeep(raw)) {
    const { message, suggestion } = tooDeep(0);
    return { ok: false, problems: [{ path: "", message, ...(suggestion && { suggestion }) }] };
  }
  const result = check(raw);
  if (result.ok) return result;
  const { kept, more } = cut(result.flaws);
  const problems = kept.map((flaw) => unplaced(raw, flaw));
  return { ok: false, problems: more === undefined ? problems : [...problems, { path: "", message: more }] };
}

function check(raw: Json): { ok: true; scenario: Scenario } | { ok: false; flaws: Flaw[] } {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return {
      ok: false,
      flaws: [{ path: [], on: "value", message: `${shown(raw)} is not a scenario: write an object` }],
    };
  }
  const parsed = shapeOf(withPresets(withBudgetWindows(raw)));
  if (parsed === undefined) {
    return {
      ok: false,
      flaws: [{ path: [], on: "value", message: "more is wrong with this document than can be listed" }],
    };
  }
  if (!parsed.success) return { ok: false, flaws: flaws(schema, raw, parsed.error.issues) };
  const crossed = validate(raw, parsed.data);
  return crossed.length > 0 ? { ok: false, flaws: crossed } : { ok: true, scenario: parsed.data };
}

/** Undefined where there are so many issues that the library runs out of stack: it hands them on as arguments of one call. */
function shapeOf(raw: Json): ReturnType<typeof schema.safeParse> | undefined {
  try {
    return schema.safeParse(raw, ISSUES);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetOf(text: string, tree: Tree, { path, on, within }: Flaw): number {
  const { tree: found, entry, depth } = deepest(tree, path);
  // A flaw of a value that is not there, such as a missing key, is shown at what should have held it.
  if (on === "key" && entry !== undefined && depth === path.length) return entry.keySpan.start;
  if (within === undefined || found.kind !== "scalar" || typeof found.value !== "string") return found.start;
  const quote = text.slice(found.start, found.end).indexOf(found.value);
  return quote < 0 ? found.start : found.start + quote + within;
}

function unplaced(raw: Json, { path, message, suggestion }: Flaw): Unplaced {
  return {
    path: pathText(raw, path as Segment[]),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The flaws that are told, and how many are not, in words. */
function cut(flaws: readonly Flaw[]): { kept: Flaw[]; more?: string } {
  const kept = flaws.slice(0, MAX_PROBLEMS);
  return kept.length === flaws.length ? { kept } : { kept, more: `and ${flaws.length - kept.length} more` };
}
