// Writes what is made from the schemas: those of scenarios and of results as JSON Schema, and the reference page.
//   npm run schema
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { resultSchema } from "../cli/output/schema.ts";
import { jsonSchema } from "../simulator/scenario/json-schema.ts";
import { scenarioReference } from "./scenario-reference.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
mkdirSync(join(root, "schemas"), { recursive: true });
const write = (name: string, schema: object) =>
  writeFileSync(join(root, "schemas", name), `${JSON.stringify(schema, null, 1)}\n`);
write("spillway.schema.json", jsonSchema());
write("spillway-result.schema.json", resultSchema());
const introduction = readFileSync(join(root, "scripts/scenario-introduction.md"), "utf8");
writeFileSync(join(root, "docs/scenario.md"), scenarioReference(introduction));
