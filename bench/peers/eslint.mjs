// ESLint with the parser of typescript-eslint and one rule, over the TypeScript and JavaScript of a folder.
import * as parser from "@typescript-eslint/parser";
import { ESLint } from "eslint";

const [folder = "."] = process.argv.slice(2);
const files = ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"];
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    { ignores: ["**/node_modules/**", "**/dist/**", "**/build/**", "**/out/**"] },
    {
      files,
      languageOptions: { parser },
      linterOptions: { reportUnusedDisableDirectives: "off" },
      rules: { "no-await-in-loop": "error" },
    },
  ],
});
const results = await eslint.lintFiles(["."]);
const found = results
  .flatMap(({ messages }) => messages)
  .filter(({ ruleId }) => ruleId === "no-await-in-loop").length;
console.log(`${results.length} files, ${found} reports`);
