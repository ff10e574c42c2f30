import assert from "node:assert/strict";
import { until } from "./patience.ts";
import { person } from "./suite.ts";
import type { Workbench } from "./workbench.ts";

const squiggles = (bench: Workbench, wanted: number) =>
  until(
    () => bench.squiggles().count(),
    (count) => count === wanted,
    `${wanted} underlined`,
  );

person(
  "sees a query in a loop and a pool that waits for ever, in the text and among the problems",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    await squiggles(bench, 2);
    await bench.untilProblems([
      /orders\.ts/,
      /connectionTimeoutMillis.+\s+spillway\s+pool-acquire-timeout\s+\[Ln 3, Col 14\]/,
      /1 \+ N queries.+\s+spillway\s+n-plus-one\s+\[Ln 14, /,
      /\[Ln 13, Col 3\]\s+:\s+The loop/,
    ]);
    await shot("findings");
  },
);

person("fixes a pool without a timeout by its quick fix, and undoes it", async ({ bench, shot }) => {
  await bench.openFile("orders.ts");
  await squiggles(bench, 2);
  await bench.quickFix("new Pool", "connectionTimeoutMillis");
  await bench.untilText(
    (text) => /max: 20,\s+connectionTimeoutMillis: \d+/.test(text),
    "the timeout in the text",
  );
  // The query in the loop is left.
  await squiggles(bench, 1);
  await shot("quick-fix");
  await bench.undo();
  await bench.untilText((text) => text.includes("new Pool({ max: 20 })"), "the text of before");
  await squiggles(bench, 2);
});

person(
  "switches a rule off for a line, and writes why over the word that stands there",
  async ({ bench }) => {
    await bench.openFile("orders.ts");
    await squiggles(bench, 2);
    await bench.quickFix("new Pool", "Disable pool-acquire-timeout for this line");
    await bench.untilText((text) => text.includes("-- reason"), "the comment");
    await bench.editor.locator(".selected-text").first().waitFor();
    await bench.page.keyboard.insertText("measured in May");
    await bench.untilText(
      (text) => text.includes("// spillway-disable-next-line pool-acquire-timeout -- measured in May\n"),
      "the reason in the text",
    );
    await squiggles(bench, 1);
    await bench.undoUntil((text) => !text.includes("spillway-disable"), "the text of before");
  },
);

person("sees in the language status that the files were read, and whose status it is", async ({ bench }) => {
  await bench.openFile("orders.ts");
  await squiggles(bench, 2);
  const line = await bench.languageStatus("Spillway");
  await until(
    () => line.innerText(),
    (text) => /Spillway\s+\d+ files read/.test(text),
    "how many files were read",
  );
});

person(
  "reads on hover why the query is underlined, with a link to the rule's page",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    await squiggles(bench, 2);
    const hover = await bench.hover("SELECT * FROM lines", "query", "n-plus-one");
    await until(
      () => hover.locator("a[href*='n-plus-one.md'], a[data-href*='n-plus-one.md']").count(),
      (count) => count === 1,
      "one link to the rule's page",
    );
    await shot("hover");
  },
);

person(
  "reloads the window while the language server starts and while it runs, and nothing goes wrong in the log",
  async ({ bench, loggedErrors }) => {
    const before = new Set(loggedErrors());
    await bench.openFile("orders.ts");
    await bench.reload();
    await bench.reload();
    await squiggles(bench, 2);
    await bench.reload();
    await squiggles(bench, 2);
    await bench.lenses("Simulate this pool").first().waitFor();
    assert.deepEqual(
      loggedErrors().filter((line) => !before.has(line)),
      [],
    );
  },
);
