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
