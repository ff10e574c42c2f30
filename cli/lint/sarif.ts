import type { CodeFlow, Location, Log, ReportingDescriptor, Result } from "sarif";
import { pageUrl, ruleIds } from "../../linter/finding.ts";
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

/** SARIF 2.1.0, as code-scanning services read it. `isBeyond` says that what a baseline lists was left out. */
export function sarifReport(reported: readonly Reported[], version: string, isBeyond = false): string {
  const rules = ruleIds.map(
    (id): ReportingDescriptor => ({
      id,
      name: id,
      shortDescription: { text: titles[id] },
      helpUri: pageUrl(id),
    }),
  );
  const results = reported.map((one): Result => {
    const { finding, severity, path } = one;
    return {
      ruleId: finding.rule,
      ruleIndex: ruleIds.indexOf(finding.rule),
      level: levels[severity],
      message: { text: english(finding.message) },
      locations: [location(path, finding.range)],
      relatedLocations: relatedTo(one).map((place, id) => ({ id, ...place })),
      ...wayToQuery(one),
      ...(isBeyond ? { baselineState: "new" } : {}),
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
      artifactLocation: { uri: path.split("/").map(encodeURIComponent).join("/") },
      region: {
        startLine: range.start.line + 1,
        startColumn: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
      },
    },
  };
}
