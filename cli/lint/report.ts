import { type Finding, type Fix, messageOf } from "../../linter/finding.ts";
import { type Severity, severities } from "../../linter/workspace/settings.ts";
import { english } from "../../words/sentence.ts";
import { FORMAT_VERSION } from "../output/format-version.ts";

/** A finding as it is told: with its severity and the path as the person knows it. */
export interface Reported {
  finding: Finding;
  severity: Severity;
  /** Relative to the folder the command runs in. */
  path: string;
  /** The same for any other file that is mentioned. */
  relative(file: string): string;
}

export const formats = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof formats)[number];

/** For a person at a terminal: one finding a paragraph, the way to the query below it, and at the end what was found in how many files. */
export function textReport(reported: readonly Reported[], { files, listed = 0 }: Looked): string {
  const lines = reported.flatMap(({ finding, severity, path, relative }) => {
    const { line, character } = finding.range.start;
    const head = `${path}:${line + 1}:${character + 1} ${severity} ${finding.rule} ${english(messageOf(finding))}`;
    const related = finding.related.map(
      (place) => `    ${relative(place.file)}:${place.range.start.line + 1} ${english(place.message)}`,
    );
    return [head, ...related];
  });
  const kinds = severities.toReversed().flatMap((severity) => {
    const count = reported.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count > 1 && severity !== "information" ? "s" : ""}`];
  });
  const each = kinds.length === 0 ? "" : ` (${kinds.join(", ")})`;
  const known = listed === 0 ? "" : `; ${listed} more in the baseline`;
  return [
    ...lines,
    `${counted(reported.length, "finding")}${each} in ${counted(files, "file")}${known}`,
  ].join("\n");
}

/** What was looked through, and how many findings the baseline lets pass. */
export interface Looked {
  files: number;
  listed?: number;
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** For programs: the findings as they are, with relative paths. */
export function jsonReport(reported: readonly Reported[]): string {
  const findings = reported.map(({ finding, severity, path, relative }) => ({
    rule: finding.rule,
    severity,
    certainty: finding.certainty,
    ...(finding.doubt === undefined ? {} : { doubt: english(finding.doubt) }),
    file: path,
    range: finding.range,
    message: english(finding.message),
    related: finding.related.map((place) => ({
      ...place,
      file: relative(place.file),
      message: english(place.message),
    })),
    ...(finding.fixes.length === 0 ? {} : { fixes: finding.fixes.map((fix) => fixOf(fix, relative)) }),
    ...(finding.unfixable === undefined ? {} : { unfixable: english(finding.unfixable) }),
    data: finding.data,
  }));
  return JSON.stringify({ formatVersion: FORMAT_VERSION, kind: "lint", findings }, null, 2);
}

function fixOf({ title, isPreferred, edits }: Fix, relative: Reported["relative"]) {
  return {
    title: english(title),
    isPreferred,
    edits: edits.map((edit) => ({ ...edit, file: relative(edit.file) })),
  };
}

/** Annotations of GitHub Actions. */
export function githubReport(reported: readonly Reported[]): string {
  return reported
    .map(({ finding, severity, path }) => {
      const level = severity === "error" ? "error" : severity === "warning" ? "warning" : "notice";
      const { start, end } = finding.range;
      const place = `file=${property(path)},line=${start.line + 1},endLine=${end.line + 1},col=${start.character + 1}`;
      return `::${level} ${place},title=${property(finding.rule)}::${data(english(messageOf(finding)))}`;
    })
    .join("\n");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
