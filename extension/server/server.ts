import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { fileAccess } from "../../host/linter/files.ts";
import { grammarsIn } from "../../host/linter/grammars.ts";
import { lintCache } from "../../host/linter/lint-cache.ts";
import { ParsingThreads } from "../../host/linter/parsing-threads.ts";
import { keepHeapSmall } from "../../host/linter/small-heap.ts";
import { createLinter } from "../../linter/index.ts";
import { LanguageServer } from "./language-server.ts";
import { uriOf } from "./uris.ts";

// The process of the language server: everything that it takes from the machine is named here.
keepHeapSmall();
const connection = createConnection(ProposedFeatures.all);
const files = fileAccess((path) => fileURLToPath(uriOf(path)));
// One core is left to the thread that answers the editor.
const threads = new ParsingThreads(__dirname, availableParallelism() - 1);

new LanguageServer(connection, {
  createLinter: () => createLinter({ wasm: grammarsIn(__dirname) }),
  files,
  reading(folders, storage, note) {
    const reader = { access: files, parse: threads.parse };
    if (storage === undefined) return { reader, save() {}, remove() {} };
    const { facts } = lintCache(storage, folders.join("\n"), __dirname, "server.js", note);
    return { reader: { ...reader, cache: facts }, save: () => facts.save(), remove: () => facts.remove() };
  },
  after(milliseconds, task) {
    // A timer would wait for a millisecond at least, between any two slices.
    if (milliseconds === 0) {
      const turn = setImmediate(task);
      return () => clearImmediate(turn);
    }
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
});

process.on("uncaughtException", (error) => connection.console.error(String(error.stack)));
process.on("unhandledRejection", (reason) => connection.console.error(String(reason)));

connection.listen();
