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
    client.replace("export", "// spillway-disable-next-line query-timeout, no-plus-none-at-all\nexport"),
  );
  expect(more).toEqual([]);
  expect(wrong?.message).toMatch(/^There is no rule "no-plus-none-at-all"; the rules are /);
  expect(wrong?.after).toContain("// spillway-disable-next-line query-timeout\n");
  const [other] = told(client.replace("export", "// spillway-disable-next-line no-plus-none-at-all\nexport"));
  expect(other?.message).toMatch(/^There is no rule "no-plus-none-at-all"/);
  expect(other?.after).toBe(client);
});

test("a name that is nearly that of a rule becomes it", () => {
  const misspelled = client.replace(
    "export",
    "// spillway-disable-next-line query-timout -- a batch\nexport",
  );
  expect(told(misspelled)).toEqual([
    {
      message: 'There is no rule "query-timout"; is "query-timeout" meant?',
      after: misspelled.replace("query-timout", "query-timeout"),
    },
  ]);
});

test("a directive that there is not is told, with the one that is meant", () => {
  for (const [word, meant] of [
    ["spillway-disable-nextline", "spillway-disable-next-line"],
    ["spillway-disable-next", "spillway-disable-next-line"],
    ["spillway-dissable", "spillway-disable"],
    ["spillway-enabled", "spillway-enable"],
  ] as const) {
    expect(told(`// ${word} query-timeout -- a batch\n${client}`)).toEqual([
      {
        message: `There is no "${word}"; is "${meant}" meant?`,
        after: `// ${meant} query-timeout -- a batch\n${client}`,
      },
    ]);
  }
  expect(told(`// spillway-ignore query-timeout\n${client}`)[0]?.message).toMatch(
    /^There is no "spillway-ignore"; there are spillway-disable-next-line, /,
  );
});

test("a sentence that begins with the name of this program is no directive", () => {
  expect(
    told(`// spillway-like pools drain\n/* spillway-core */\n/** spillways are wide */\n${client}`),
  ).toEqual([]);
});

/** The lines on which a limit is missing, and no comment lets it pass. */
function open(text: string): number[] {
  linter.update("main.ts", text);
  const findings = linter.findings("main.ts");
  linter.remove("main.ts");
  return findings.flatMap(({ suppressed, data, range }) =>
    suppressed === undefined && data.kind === "limit" ? [range.start.line] : [],
  );
}

test("what is switched off is switched on again", () => {
  const line = "new Pool({ connectionTimeoutMillis: 5000 });\n";
  const off = "/* spillway-disable query-timeout -- a batch */\n";
  const on = (rule: string) => `/* spillway-enable ${rule}*/\n`;
  expect(open(`${pool}${off}${line}${on("")}${line}`)).toEqual([4]);
  expect(open(`${pool}${off}${line}${on("query-timeout ")}${line}`)).toEqual([4]);
  expect(open(`${pool}${off}${line}${on("n-plus-one ")}${line}`)).toEqual([]);
  expect(open(`${pool}${off}${line}${on("")}${line}${off}${line}`)).toEqual([4]);
  expect(told(`${pool}${off}${line}${on("")}${line}`)).toEqual([]);
});

test("a comment that switches on what nothing switched off goes with its line", () => {
  expect(told(`${pool}/* spillway-enable query-timeout */\n${client}`)).toEqual([
    { message: "This comment switches on nothing: nothing is switched off here.", after: `${pool}${client}` },
  ]);
});

test("a documenting comment may be one", () => {
  expect(told(client.replace("export", "/** spillway-disable-next-line query-timeout */\nexport"))).toEqual(
    [],
  );
});
