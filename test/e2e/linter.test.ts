import assert from "node:assert/strict";
import { person } from "./suite.ts";
import { until } from "./workbench.ts";

person(
  "sees a query in a loop and a pool that waits for ever, in the text and among the problems",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    await until(
      () => bench.squiggles().count(),
      (count) => count === 2,
      "two squiggles",
      30,
    );
    const problems = (await bench.problems()).join("\n");
    assert.match(problems, /orders\.ts/);
    assert.match(problems, /connectionTimeoutMillis.+\s+spillway\s+pool-acquire-timeout\s+\[Ln 3, Col 14\]/);
    assert.match(problems, /1 \+ N queries.+\s+spillway\s+n-plus-one\s+\[Ln 14, /);
    assert.match(problems, /\[Ln 13, Col 3\]\s+:\s+The loop/);
    await shot("findings");
  },
);

person("fixes a pool without a timeout by its quick fix, and undoes it", async ({ bench, shot }) => {
  await bench.openFile("orders.ts");
  await until(
    () => bench.squiggles().count(),
    (count) => count === 2,
    "two squiggles",
  );
  await bench.quickFix("new Pool", "connectionTimeoutMillis");
  await bench.untilText(
    (text) => /max: 20,\s+connectionTimeoutMillis: \d+/.test(text),
    "the timeout in the text",
  );
  await until(
    () => bench.squiggles().count(),
    (count) => count === 1,
    "one squiggle, the query in the loop",
  );
  await shot("quick-fix");
  await bench.undo();
  await bench.untilText((text) => text.includes("new Pool({ max: 20 })"), "the text of before");
  await until(
    () => bench.squiggles().count(),
    (count) => count === 2,
    "both squiggles again",
  );
});

person(
  "reads on hover why the query is underlined, with a link to the rule's page",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    await until(
      () => bench.squiggles().count(),
      (count) => count === 2,
      "two squiggles",
    );
    await bench.line("SELECT * FROM lines").getByText("query").first().hover();
    const hover = bench.page.locator(".monaco-hover", { hasText: "n-plus-one" }).first();
    await hover.waitFor();
    assert.equal(await hover.locator("a[href*='n-plus-one.md'], a[data-href*='n-plus-one.md']").count(), 1);
    await shot("hover");
  },
);
