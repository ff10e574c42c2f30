import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { libraries } from "../../linter/catalog/index.ts";
import { certainties, pageOf, ruleIds } from "../../linter/finding.ts";
import { severities, usualSettings } from "../../linter/workspace/settings.ts";

test.each(ruleIds)("%s has a page with bad and good code and when to suppress", (rule) => {
  expect(existsSync(pageOf(rule))).toBe(true);
  const page = readFileSync(pageOf(rule), "utf8");
  expect(page).toMatch(new RegExp(`^# ${rule}\n`));
  for (const heading of ["Bad", "Good", "When to suppress"]) {
    expect(page).toContain(`## ${heading}\n`);
  }
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
