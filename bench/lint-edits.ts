// node lint-edits.cjs WASM FOLDER FILE...: reads the folder as the language server does, then edits each file, and prints how long each
// edit took until its findings were there, as JSON.
import { readFileSync } from "node:fs";
import { fileAccess } from "../host/linter/files.ts";
import { grammarsIn } from "../host/linter/grammars.ts";
import { keepHeapSmall } from "../host/linter/small-heap.ts";
import { createLinter } from "../linter/index.ts";
import { createFrontEnd } from "../linter/languages/front-end.ts";
import { parsedBy } from "../linter/packed/parse.ts";
import { readFolders } from "../linter/workspace/reading.ts";

async function main([dist = "", folder = "", ...edited]: string[]): Promise<void> {
  keepHeapSmall();
  const wasm = grammarsIn(dist);
  const linter = await createLinter({ wasm });
  const parse = parsedBy(await createFrontEnd(wasm));
  const reader = { access: fileAccess((path) => path), parse };
  const context = await readFolders([folder], reader, {
    stopped: () => false,
    read() {},
    skipped() {},
    settings() {},
    isWanted: () => false,
    leftOut() {},
    take(files) {
      for (const { path, facts, text } of files) linter.updateFacts(path, facts(), text);
    },
  });
  linter.setContext(context);
  for (const path of edited) linter.findings(path);
  const inside = edited.map((path) => timed(path, `${readFileSync(path, "utf8")}\nvoid 0;\n`));
  const seen = edited.map((path) =>
    timed(path, `${readFileSync(path, "utf8")}\nexport const added = (ids: string[]) => ids.length;\n`),
  );
  console.log(JSON.stringify({ inside, seen }));

  function timed(path: string, text: string): number {
    const from = performance.now();
    linter.update(path, text);
    linter.findings(path);
    return performance.now() - from;
  }
}

void main(process.argv.slice(2));
