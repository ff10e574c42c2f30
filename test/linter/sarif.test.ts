import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import type { Log, Result } from "sarif";
import { expect, test } from "vitest";
import type { Reported } from "../../cli/lint/report.ts";
import { sarifReport } from "../../cli/lint/sarif.ts";
import { linterOf } from "./linter.ts";

/** The schema of the standard, as Microsoft's package for SARIF in tests ships it. */
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"),
    "utf8",
  ),
);
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat("uri", (text) => URL.canParse(text));
ajv.addFormat("uri-reference", (text) => URL.canParse(text, "file:///"));
ajv.addFormat("date-time", (text) => !Number.isNaN(Date.parse(text)));
const isSarif = ajv.compile(schema);

const client = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n';
const files = {
  "/a project/users & co.ts": `${client}export async function find(id: string) {
  return prisma.user.findUnique({ where: { id } });
}
`,
  "/a project/main.ts": `import { Pool } from "pg";
import { find } from "./users & co";
export const pool = new Pool({ max: 5 });
export async function all(ids: string[]) {
  for (const id of ids) await find(id);
}
export async function ours(ids: string[]) {
  // spillway-disable-next-line n-plus-one -- few
  for (const id of ids) await find(id);
}
// spillway-disable-next-line n-plus-one -- nothing is here
export const none = 1;
`,
};

async function reported(): Promise<Reported[]> {
  const linter = await linterOf(files);
  const relative = (path: string) => path.slice("/a project/".length);
  const found = linter.all();
  linter.dispose();
  return found.map((finding) => ({ finding, severity: "warning", path: relative(finding.file), relative }));
}

/** The results of a report that holds to the schema. */
function resultsOf(text: string): Result[] {
  const log: Log = JSON.parse(text);
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log.runs.flatMap(({ results }) => results ?? []);
}

test("the schema refuses what is no SARIF", () => {
  expect(isSarif({ version: "2.1.0" })).toBe(false);
  expect(isSarif({ version: "2.1.0", runs: [{ tool: { driver: { name: "a" } }, results: [{}] }] })).toBe(
    false,
  );
});

test("a report without findings holds to the schema", () => {
  expect(resultsOf(sarifReport([], "1.2.3"))).toEqual([]);
});

test("findings with other places, ways through functions and unused suppressions hold to the schema", async () => {
  const results = resultsOf(sarifReport(await reported(), "1.2.3"));
  const loop = results.find(({ ruleId }) => ruleId === "n-plus-one");
  expect(loop?.relatedLocations?.length).toBe(2);
  const steps = loop?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => {
    const { artifactLocation, region } = location?.physicalLocation ?? {};
    return `${artifactLocation?.uri}:${region?.startLine}`;
  });
  expect(steps).toEqual(["main.ts:5", "main.ts:5", "users%20%26%20co.ts:4"]);
  expect(results.some(({ message }) => /switches off nothing/.test(message.text ?? ""))).toBe(true);
  expect(results.some(({ baselineState }) => baselineState !== undefined)).toBe(false);
});

test("what a comment switches off is suppressed in the source, with the reason that is given", async () => {
  const results = resultsOf(sarifReport(await reported(), "1.2.3"));
  const [suppressed, ...others] = results.filter(({ suppressions }) => suppressions?.length !== 0);
  expect(others).toEqual([]);
  expect(suppressed?.ruleId).toBe("n-plus-one");
  expect(suppressed?.suppressions).toMatchObject([
    {
      kind: "inSource",
      status: "accepted",
      justification: "few",
      location: { physicalLocation: { artifactLocation: { uri: "main.ts" }, region: { startLine: 8 } } },
    },
  ]);
});

test("what a baseline lists is suppressed outside of the source and unchanged, the rest is new", async () => {
  const found = await reported();
  const pools = found.filter(({ finding }) => finding.rule === "pool-acquire-timeout");
  const listed = new Map(pools.map((one) => [one, "ci/known findings.json"]));
  const results = resultsOf(sarifReport(found, "1.2.3", listed));
  const told = results.map(({ ruleId, baselineState, suppressions }) => [
    ruleId,
    baselineState,
    suppressions?.map(({ kind, location }) => [kind, location?.physicalLocation?.artifactLocation?.uri]),
  ]);
  expect(told.filter(([rule]) => rule === "pool-acquire-timeout")).toEqual([
    ["pool-acquire-timeout", "unchanged", [["external", "ci/known%20findings.json"]]],
  ]);
  expect(told.filter(([, state]) => state === "new").length).toBe(results.length - 1);
});

test("fixes are replacements in the files that they change", async () => {
  const results = resultsOf(sarifReport(await reported(), "1.2.3"));
  const [fix] = results.find(({ ruleId }) => ruleId === "n-plus-one")?.fixes ?? [];
  expect(fix?.description?.text).toBe("Ask once before the loop, with findAmong beside find");
  const changes = fix?.artifactChanges.map(({ artifactLocation: { uri }, replacements }) => [
    uri,
    replacements.map(({ deletedRegion: { startLine, startColumn, endColumn } }) => [
      startLine,
      startColumn,
      endColumn,
    ]),
  ]);
  expect(Object.fromEntries(changes ?? [])).toMatchObject({
    "main.ts": [
      [5, 3, 3],
      [5, 25, expect.any(Number)],
      [2, 14, 14],
    ],
  });
  expect(Object.keys(Object.fromEntries(changes ?? []))).toEqual(["main.ts", "users%20%26%20co.ts"]);
});
