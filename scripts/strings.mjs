// Collects the messages that a person reads into l10n/bundle.l10n.json: those of the extension (vscode.l10n.t), of the panel (t), and sentences (sentence): of
// the simulator, the linter and the extension's server and bridge, and what joins them; and what the schema calls each parameter (title, description).
//   npm run strings [-- --check]       with --check it only says whether the file is up to date
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { getL10nJson } from "@vscode/l10n-dev";

const root = dirname(import.meta.dirname);
const target = join(root, "l10n/bundle.l10n.json");

/** The collector knows the function by its import. */
const asCollected = (text, name) =>
  `import * as l10n from "@vscode/l10n";\n${text.replaceAll(new RegExp(`(?<![\\w.])${name}\\(`, "g"), "l10n.t(")}`;

export async function messages() {
  // One text for each folder: the collector starts its parser anew for every text.
  const read = (folder, name) =>
    globSync(`${folder}/**/*.ts`, { cwd: root })
      .map((file) => readFileSync(join(root, file), "utf8"))
      .filter((text) => new RegExp(`\\b${name}\\(`).test(text))
      .join("\n");
  const texts = [
    read("extension", "t"),
    asCollected(read("webview", "t"), "t"),
    ...["words", "simulator", "linter", "extension"].map((folder) =>
      asCollected(read(folder, "sentence"), "sentence"),
    ),
  ];
  const found = await getL10nJson(texts.map((contents) => ({ extension: ".ts", contents })));
  for (const text of schemaTexts(
    JSON.parse(readFileSync(join(root, "schemas/spillway.schema.json"), "utf8")),
  ))
    found[text] = text;
  const sorted = Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/** What the JSON Schema of scenarios says of each of its fields, which the panel shows. */
function schemaTexts(schema) {
  if (typeof schema !== "object" || schema === null) return [];
  const own = [schema.title, schema.description].filter((text) => typeof text === "string");
  return [...own, ...Object.values(schema).flatMap(schemaTexts)];
}

if (import.meta.filename === process.argv[1]) {
  const now = await messages();
  if (!process.argv.includes("--check")) writeFileSync(target, now);
  else if (readFileSync(target, "utf8") !== now) {
    console.error("l10n/bundle.l10n.json is not up to date: npm run strings");
    process.exitCode = 1;
  }
}
