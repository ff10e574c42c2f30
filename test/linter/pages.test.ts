import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { libraries } from "../../linter/catalog/index.ts";
import { certainties, type Finding, pageOf, ruleIds } from "../../linter/finding.ts";
import { severities, severityOf, usualSettings } from "../../linter/workspace/settings.ts";
import { settingsIn } from "../../linter/workspace/settings-file.ts";
import { linterOf } from "./linter.ts";

test.each(ruleIds)("%s has a page with bad and good code and when to suppress", (rule) => {
  expect(existsSync(pageOf(rule))).toBe(true);
  const page = readFileSync(pageOf(rule), "utf8");
  expect(page).toMatch(new RegExp(`^# ${rule}\n`));
  for (const heading of ["Bad", "Good", "When to suppress"]) {
    expect(page).toContain(`## ${heading}\n`);
  }
});

/** What the code of the pages takes for granted. */
const around = `import { Client, Pool } from "pg";
import axios from "axios";
import express from "express";
import { PrismaClient } from "@prisma/client";
declare const prisma: PrismaClient;
declare const app: express.Application;
`;

/** The rules that are found in the first code below a heading, as it stands or in a function. */
async function foundIn(page: string, heading: string): Promise<string[]> {
  const code = new RegExp(`^## ${heading}\n[\\s\\S]*?^\`\`\`ts\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1];
  if (code === undefined) throw new Error(`no code below ${heading}`);
  const inside = `${around}export async function page(rows: { id: string }[], url: string, baseURL: string) {\n${code}}\n`;
  const linter = await linterOf({ "main.ts": inside.includes("app.get") ? around + code : inside });
  const found = linter.findings("main.ts").map(({ rule }) => rule);
  linter.dispose();
  return found;
}

test.each(ruleIds)("the bad code of %s is found, and the good code is not", async (rule) => {
  const page = readFileSync(pageOf(rule), "utf8");
  expect(await foundIn(page, "Bad")).toContain(rule);
  expect(await foundIn(page, "Good")).not.toContain(rule);
});

test.each(ruleIds)("%s is switched off as its page says, with a reason", (rule) => {
  const page = readFileSync(pageOf(rule), "utf8");
  expect(page).toMatch(new RegExp(`^// spillway-disable-next-line ${rule} -- \\w`, "m"));
});

test("the settings that the guide shows are right, and its table has every rule with the severity that it has by itself", () => {
  const guide = readFileSync("docs/linter.md", "utf8");
  const settings = /```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  expect(settingsIn(settings).problems).toEqual([]);
  const rows = [...guide.matchAll(/^\| \[([\w-]+)\]\(rules\/\1\.md\) \|.*\| (\w+)/gm)];
  const usual = (rule: string) =>
    severityOf(usualSettings, { rule, certainty: "certain", data: {} } as Finding);
  expect(rows.map(([, rule, severity]) => [rule, severity])).toEqual(
    ruleIds.map((rule) => [rule, usual(rule)]),
  );
});

test("every type that the catalog names is in the catalog", () => {
  for (const library of libraries) {
    const names = Object.keys(library.types);
    const named = Object.values(library.types).flatMap((type) => [
      type.extends,
      type.element,
      type.instances,
      ...[...Object.values(type.members), ...Object.values(type.statics ?? {})].flatMap((member) => [
        member.type,
        member.class,
        member.call?.returns?.replace("[]", ""),
        ...Object.values(member.call?.callbacks ?? {}).flatMap(({ parameters }) => parameters),
      ]),
    ]);
    for (const name of named)
      if (name !== undefined && name !== "") expect(names, library.name).toContain(name);
  }
});

test("facts about pools say where they were read", () => {
  for (const facts of libraries.flatMap(({ pool }) => pool ?? [])) {
    expect(facts.source).toMatch(/ \d+\.\d+[ ,]/);
    const properties = facts.properties.map(({ property }) => property);
    expect(new Set(properties).size).toBe(properties.length);
  }
});

test("the schema of .spillwayrc.json knows the rules, severities and settings that are read", () => {
  const schema = JSON.parse(readFileSync("schemas/spillwayrc.schema.json", "utf8"));
  expect(Object.keys(schema.definitions.rules.properties)).toEqual([...ruleIds]);
  expect(schema.definitions.severity.enum).toEqual([...severities]);
  expect(schema.properties.minimumCertainty.enum).toEqual([...certainties]);
  expect(Object.keys(schema.properties).slice(1).sort()).toEqual(Object.keys(usualSettings).sort());
});
