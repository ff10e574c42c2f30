import type {
  ArtifactChange,
  CodeFlow,
  Fix,
  Location,
  Log,
  Region,
  ReportingDescriptor,
  Result,
  Suppression,
} from "sarif";
import { messageOf, pageUrl, ruleIds } from "../../linter/finding.ts";
import type { Range } from "../../linter/text.ts";
import type { Severity } from "../../linter/workspace/settings.ts";
import { english } from "../../words/sentence.ts";
import type { Reported } from "./report.ts";

const levels: Record<Severity, Result.level> = {
  off: "none",
  hint: "note",
  information: "note",
  warning: "warning",
  error: "error",
};

/**
 * SARIF 2.1.0, as code-scanning services read it. What comments or a baseline let pass is in it as suppressed.
 * @param listed what a baseline lists, each with its file; undefined where there is none
 */
export function sarifReport(
  found: readonly Reported[],
  version: string,
  listed?: ReadonlyMap<Reported, string>,
): string {
  const rules = ruleIds.map(
    (id): ReportingDescriptor => ({
      id,
      name: id,
      shortDescription: { text: titles[id] },
      helpUri: pageUrl(id),
    }),
  );
  const results = found.map((one): Result => {
    const { finding, severity, path } = one;
    return {
      ruleId: finding.rule,
      ruleIndex: ruleIds.indexOf(finding.rule),
      level: levels[severity],
      message: { text: english(messageOf(finding)) },
      locations: [location(path, finding.range)],
      relatedLocations: relatedTo(one).map((place, id) => ({ id, ...place })),
      ...wayToQuery(one),
      ...fixesOf(one),
      // Of one run either no result has the property or all have: it was looked for.
      suppressions: suppressionsOf(one, listed?.get(one)),
      ...(listed === undefined ? {} : { baselineState: listed.has(one) ? "unchanged" : "new" }),
      properties: { certainty: finding.certainty },
    };
  });
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "Spillway", version, rules } }, columnKind: "utf16CodeUnits", results }],
  };
  return JSON.stringify(log, null, 2);
}

/** Who lets a finding pass, where, and why. */
function suppressionsOf(one: Reported, baseline: string | undefined): Suppression[] {
  const { suppressed } = one.finding;
  if (suppressed !== undefined) {
    const { reason, range } = suppressed;
    return [
      {
        kind: "inSource",
        status: "accepted",
        location: location(one.path, range),
        ...(reason === "" ? {} : { justification: reason }),
      },
    ];
  }
  if (baseline === undefined) return [];
  const artifactLocation = { uri: uriOf(baseline) };
  return [{ kind: "external", status: "accepted", location: { physicalLocation: { artifactLocation } } }];
}

function relatedTo({ finding, relative }: Reported): Location[] {
  return finding.related.map((place) => ({
    ...location(relative(place.file), place.range),
    message: { text: english(place.message) },
  }));
}

/** The steps from the loop to a query that other functions send. */
function wayToQuery(one: Reported): { codeFlows?: CodeFlow[] } {
  const { finding, path } = one;
  const [loop, ...calls] = relatedTo(one);
  if (finding.data.kind !== "repetition" || loop === undefined || calls.length === 0) return {};
  const steps = [loop, location(path, finding.range), ...calls];
  return { codeFlows: [{ threadFlows: [{ locations: steps.map((step) => ({ location: step })) }] }] };
}

/** What a person may choose between to be rid of it; the first one is the best. */
function fixesOf({ finding, relative }: Reported): { fixes?: Fix[] } {
  if (finding.fixes.length === 0) return {};
  const fixes = finding.fixes.map(({ title, edits }): Fix => {
    const changes = new Map<string, ArtifactChange>();
    for (const { file, range, newText } of edits) {
      const change = changes.get(file) ?? {
        artifactLocation: { uri: uriOf(relative(file)) },
        replacements: [],
      };
      changes.set(file, change);
      change.replacements.push({ deletedRegion: regionOf(range), insertedContent: { text: newText } });
    }
    return { description: { text: english(title) }, artifactChanges: [...changes.values()] };
  });
  return { fixes };
}

const titles: Record<(typeof ruleIds)[number], string> = {
  "n-plus-one": "A query runs once for each element of a list",
  "write-in-loop": "Rows are written one by one",
  "pool-acquire-timeout": "Waiting for a connection has no limit",
  "connect-timeout": "Connecting has no limit",
  "query-timeout": "A query has no limit",
  "http-timeout": "An HTTP call has no limit",
  "pool-per-request": "A pool is built again and again",
};

function location(path: string, range: Range): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: regionOf(range),
    },
  };
}

function regionOf({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function uriOf(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
