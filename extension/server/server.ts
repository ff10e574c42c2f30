import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { createLinter } from "../../linter/index.ts";
import { fileAccess } from "./files.ts";
import { LanguageServer } from "./language-server.ts";

// The process of the language server: everything that it takes from the machine is named here.
const grammar = (name: string) => readFileSync(join(__dirname, "wasm", name));

const connection = createConnection(ProposedFeatures.all);

new LanguageServer(connection, {
  createLinter: () =>
    createLinter({
      wasm: {
        runtime: grammar("tree-sitter.wasm"),
        typescript: grammar("tree-sitter-typescript.wasm"),
        tsx: grammar("tree-sitter-tsx.wasm"),
      },
    }),
  files: fileAccess,
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});

process.on("uncaughtException", (error) => connection.console.error(String(error.stack)));
process.on("unhandledRejection", (reason) => connection.console.error(String(reason)));

connection.listen();
