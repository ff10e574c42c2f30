import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMANDS, SETTINGS, VIEW_TYPES } from "../extension/ids.ts";
import { pageUrl } from "../linter/finding.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const texts: Record<string, string> = JSON.parse(readFileSync("package.nls.json", "utf8"));
const { contributes } = manifest;
const commands: string[] = contributes.commands.map(({ command }: { command: string }) => command);

test("the manifest contributes exactly the commands that the code names", () => {
  expect(commands.toSorted()).toEqual(Object.values(COMMANDS).toSorted());
});

test("every command of a menu, a key or a walkthrough is contributed", () => {
  const named = [...JSON.stringify(contributes).matchAll(/"command":"([^"]+)"|onCommand:([\w.]+)/g)];
  expect(named.map(([, a, b]) => a ?? b).filter((name) => !commands.includes(name ?? ""))).toEqual([]);
});

test("the manifest contributes exactly the settings that the code names, each with a default and a description", () => {
  const properties = Object.assign(
    {},
    ...contributes.configuration.map((group: { properties: object }) => group.properties),
  ) as Record<string, { default?: unknown; markdownDescription?: string; scope?: string }>;
  expect(Object.keys(properties).toSorted()).toEqual(Object.values(SETTINGS).toSorted());
  for (const [name, property] of Object.entries(properties)) {
    expect(property, name).toMatchObject({
      markdownDescription: expect.any(String),
      scope: expect.any(String),
    });
    expect(property, name).toHaveProperty("default");
  }
});

test("the scenario editor and the panel are those that the code names", () => {
  expect(contributes.customEditors).toMatchObject([
    { viewType: VIEW_TYPES.scenarioEditor, priority: "option" },
  ]);
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${VIEW_TYPES.panel}`);
});

test("nothing is activated that is not looked at", () => {
  for (const event of manifest.activationEvents) expect(event).toMatch(/^(onLanguage|onWebviewPanel|onUri)/);
});

/** Keys of the manifest whose text a person reads. */
const read =
  /^(displayName|description|title|label|altText|category|markdownDescription|(markdown)?EnumDescriptions?|deprecationMessage|contents|placeholder)$/i;

test("every text of the manifest that a person reads comes from package.nls.json, and every text there is used", () => {
  const raw: string[] = [];
  const used = new Set<string>();
  const visit = (value: unknown, key: string) => {
    if (typeof value === "string") {
      const name = /^%(.+)%$/.exec(value)?.[1];
      if (name !== undefined) used.add(name);
      // The name of the product is the same in every language.
      else if (read.test(key) && value !== "Spillway") raw.push(`${key}: ${value}`);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, key);
    } else if (typeof value === "object" && value !== null) {
      for (const [name, item] of Object.entries(value)) visit(item, name);
    }
  };
  const { displayName, description } = manifest;
  visit({ displayName, description, contributes }, "");
  expect(raw).toEqual([]);
  expect([...used].toSorted()).toEqual(Object.keys(texts).toSorted());
});

test("every file that the manifest names is there", () => {
  const files = [...JSON.stringify(contributes).matchAll(/"(?:\.\/)?((?:media|schemas|l10n)\/[^"]+)"/g)].map(
    ([, file]) => file ?? "",
  );
  expect([manifest.icon, ...files].filter((file) => !existsSync(file))).toEqual([]);
});

test("the pages of the rules are in the repository that the manifest names", () => {
  const repository = manifest.repository.url.replace(/\.git$/, "");
  expect(pageUrl("n-plus-one")).toBe(`${repository}/blob/main/docs/rules/n-plus-one.md`);
  expect(existsSync("docs/rules/n-plus-one.md")).toBe(true);
});
