// Writes what is made from the scenario schema: the JSON Schema for editors and the reference page.
//   npm run schema
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonSchema } from "../simulator/scenario/json-schema.ts";
import { scenarioReference } from "./scenario-reference.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
mkdirSync(join(root, "schemas"), { recursive: true });
writeFileSync(join(root, "schemas/spillway.schema.json"), `${JSON.stringify(jsonSchema(), null, 1)}\n`);
const introduction = readFileSync(join(root, "scripts/scenario-introduction.md"), "utf8");
writeFileSync(join(root, "docs/scenario.md"), scenarioReference(introduction));
