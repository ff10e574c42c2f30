import type { Finding } from "../finding.ts";

/** What an old project has agreed to live with: how often each finding of each file is known. Lines are not kept, for they move. */
export interface Baseline {
  version: 1;
  /** By relative path, then by rule and the text that is wrong: how many. */
  findings: Record<string, Record<string, number>>;
}

/** A finding with what identifies it across edits: the file, the rule, and the query or option that it is about. */
function nameOf(finding: Finding): string {
  const { data } = finding;
  switch (data.kind) {
    case "repetition":
      return `${finding.rule} ${data.path.slice(1).join(" > ")}`;
    case "limit":
      return `${finding.rule} ${data.library} ${data.property}`;
    case "place":
      return `${finding.rule} ${data.library} ${data.per}`;
    case "suppression":
      return `${finding.rule} unused`;
  }
}

export function baselineOf(found: readonly { path: string; finding: Finding }[]): Baseline {
  const files = new Map<string, Map<string, number>>();
  for (const { path, finding } of found) {
    const known = files.get(path) ?? new Map<string, number>();
    files.set(path, known);
    const name = nameOf(finding);
    known.set(name, (known.get(name) ?? 0) + 1);
  }
  const findings = Object.fromEntries([...files].map(([path, known]) => [path, Object.fromEntries(known)]));
  return { version: 1, findings };
}

/** How many findings it lists. */
export function sizeOf({ findings }: Baseline): number {
  return Object.values(findings)
    .flatMap((held) => Object.values(held))
    .reduce((sum, count) => sum + count, 0);
}

/** Which are in the baseline, in the order that they are in; of several alike, those beyond the number that is are not. */
export function listedIn<T extends { path: string; finding: Finding }>(
  baseline: Baseline,
  found: readonly T[],
): Set<T> {
  const left = new Map<string, number>();
  return new Set(
    found.filter(({ path, finding }) => {
      const name = nameOf(finding);
      const key = `${path} ${name}`;
      const held = Object.hasOwn(baseline.findings, path) ? baseline.findings[path] : undefined;
      const known =
        left.get(key) ?? (held !== undefined && Object.hasOwn(held, name) ? (held[name] ?? 0) : 0);
      left.set(key, known - 1);
      return known > 0;
    }),
  );
}

/** A baseline from unknown JSON, or undefined where it is none. */
export function readBaseline(value: unknown): Baseline | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!("version" in value) || value.version !== 1 || !("findings" in value)) return undefined;
  const { findings } = value;
  if (typeof findings !== "object" || findings === null) return undefined;
  for (const held of Object.values(findings)) {
    if (typeof held !== "object" || held === null) return undefined;
    if (!Object.values(held).every((count) => typeof count === "number")) return undefined;
  }
  return { version: 1, findings: findings as Baseline["findings"] };
}
