import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

/** What is told of the comments of a program, with its text after the fix. */
function told(text: string): { message: string; after: string }[] {
  linter.update("main.ts", text);
  const findings = linter.findings("main.ts").filter(({ data }) => data.kind === "suppression");
  linter.remove("main.ts");
  return findings.map(({ message, fixes }) => ({
    message: english(message),
    after: applied(text, fixes[0]?.edits ?? []),
  }));
}

const pool = 'import { Pool } from "pg";\n';
const client = `${pool}export const limited = new Pool({ connectionTimeoutMillis: 5000, host: "db" });\n`;

test("a comment that switches off nothing goes with its line, and with what separates it from code", () => {
  expect(told(`${pool}  // spillway-disable-next-line n-plus-one -- few\nexport const a = 1;\n`)).toEqual([
    {
      message: "This comment switches off nothing: no finding is here.",
      after: `${pool}export const a = 1;\n`,
    },
  ]);
  expect(told(`${pool}export const a = 1; // spillway-disable-line n-plus-one\n`)[0]?.after).toBe(
    `${pool}export const a = 1;\n`,
  );
  expect(told(`${pool}export const a = /* spillway-disable-line n-plus-one */ 1;\n`)[0]?.after).toBe(
    `${pool}export const a =  1;\n`,
  );
  expect(told("// spillway-disable-next-line n-plus-one\r\nexport const a = 1;\r\n")[0]?.after).toBe(
    "export const a = 1;\r\n",
  );
});

test("of several names in a comment, the one that switches off nothing is told and can be removed", () => {
  const line = 'export const b = new Pool({ connectionTimeoutMillis: 5000, host: "b" });\n';
  const comment = (names: string) => `${pool}// spillway-disable-next-line ${names}\n${line}`;
  for (const [before, after] of [
    ["query-timeout, n-plus-one -- a batch", "query-timeout -- a batch"],
    ["n-plus-one, query-timeout -- a batch", "query-timeout -- a batch"],
    ["n-plus-one query-timeout", "query-timeout"],
    ["query-timeout,n-plus-one", "query-timeout"],
  ] as const) {
    expect(told(comment(before))).toEqual([
      { message: "This comment need not name n-plus-one: no such finding is here.", after: comment(after) },
    ]);
  }
  expect(told(comment("query-timeout -- n-plus-one is none"))).toEqual([]);
});

test("a name that is no rule is told, whether the comment switches something off or not", () => {
  const [wrong, ...more] = told(
    client.replace("export", "// spillway-disable-next-line query-timeout, query-timout\nexport"),
  );
  expect(more).toEqual([]);
  expect(wrong?.message).toMatch(/^There is no rule "query-timout"; the rules are /);
  expect(wrong?.after).toContain("// spillway-disable-next-line query-timeout\n");
  const [other] = told(client.replace("export", "// spillway-disable-next-line query-timout\nexport"));
  expect(other?.message).toMatch(/^There is no rule "query-timout"/);
  expect(other?.after).toBe(client);
});
