import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { person } from "./suite.ts";
import { type Theme, themes } from "./themes.ts";
import type { Webview } from "./webview.ts";
import { until } from "./workbench.ts";

const button = (view: Webview, name: string) => view.document.getByRole("button", { name, exact: true });
const slider = (view: Webview, path: string) => view.document.getByTestId(`param-${path}`);
const number = (view: Webview, path: string) => view.document.getByTestId(`number-${path}`).inputValue();

/** Drags a slider by mouse; the number beside it when it has come to rest. */
async function dragged(view: Webview, path: string, fraction: number): Promise<string> {
  const before = await number(view, path);
  await view.drag(slider(view, path), fraction);
  let last = before;
  return until(
    () => number(view, path),
    (now) => {
      const rests = now === last && now !== before;
      last = now;
      return rests;
    },
    `${path} is another than ${before}, and rests`,
  );
}

/** Simulated seconds that the toolbar shows. */
async function time(view: Webview): Promise<number> {
  return Number.parseFloat(await view.document.getByTestId("time").innerText());
}

/** How many wait at a pool, as the stage says it in words. */
async function waiting(view: Webview, pool: string): Promise<number> {
  const said = await view.document.getByTestId(`node-${pool}`).getAttribute("aria-label");
  return Number(/([\d,.]+) waiting/.exec(said ?? "")?.[1]?.replaceAll(/[,.]/g, "") ?? Number.NaN);
}

async function speed(view: Webview, factor: string): Promise<void> {
  await view.document.getByTestId("speed").selectOption(factor);
}

person(
  "simulates a pool of the code, drags max until nobody waits, and writes the value into the code",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    await bench.lenses("Simulate this pool").first().click();
    const view = bench.webview();
    await view.document.getByTestId("node-pool").waitFor();
    assert.equal(await number(view, "max"), "20");
    await view.document.getByTestId("notice").getByText("360 requests a second").waitFor();

    // It plays by itself; a person stops it and plays on.
    await button(view, "Pause").click();
    const stopped = await time(view);
    await button(view, "Play").click();
    await until(
      () => time(view),
      (now) => now > stopped,
      "the clock goes on",
    );
    await speed(view, "10");
    const most = await until(
      () => waiting(view, "pool"),
      (count) => count > 100,
      "a line of waiting requests while the database is slow",
      40,
    );
    await shot("pool-waiting");
    await speed(view, "1");
    const chosen = await dragged(view, "max", 0.9);
    await until(
      () => waiting(view, "pool"),
      (count) => count < most / 10,
      "the line is gone with more connections",
      40,
    );
    assert.ok(Number(chosen) > 60, chosen);
    await shot("pool-tuned");

    await view.document.getByTestId("apply-to-code").click();
    await bench.untilText((text) => text.includes(`new Pool({ max: ${chosen} })`), "the value in the code");
    await shot("applied");
    // The code has the focus, so that a person who does not like it takes it back at once.
    await bench.page.keyboard.press("Control+z");
    await bench.untilText((text) => text.includes("new Pool({ max: 20 })"), "the value of before");
    await view.document.getByTestId("notice").getByText("max is now 20").waitFor();
  },
);

person("says why a value cannot be written into the code", async ({ bench, shot }) => {
  await bench.openFile("database.ts");
  await bench.lenses("Simulate this pool").first().click();
  const view = bench.webview();
  await view.document.getByTestId("node-pool").waitFor();
  await view.drag(slider(view, "waitQueueLimit"), 0.5);
  await until(
    () => view.document.getByTestId("apply-to-code").isEnabled(),
    Boolean,
    "a value that could be written",
  );
  await view.document.getByTestId("apply-to-code").click();
  await view.document.getByTestId("notice").getByText("pg-pool has no limit").waitFor();
  await shot("refused");
});

person(
  "edits a scenario file with a slider, keeps its comments, takes it back, and saves",
  async ({ bench, folder, shot }) => {
    const file = join(folder, "checkout.sim.json");
    const before = readFileSync(file, "utf8");
    await bench.openFile("checkout.sim.json");
    await bench.run("Spillway: Open as Simulation");
    const view = bench.webview();
    await view.document.getByTestId("node-orders-db").click();
    assert.equal(await number(view, "max"), "6");
    const chosen = await dragged(view, "max", 0.6);
    const tab = bench.page.locator(".tab.active.dirty", { hasText: "checkout.sim.json" });
    await tab.waitFor();
    await shot("scenario-edited");
    await bench.page.keyboard.press("Control+s");
    await tab.waitFor({ state: "detached" });
    assert.equal(readFileSync(file, "utf8"), before.replace('"max": 6,', `"max": ${chosen},`));

    await bench.run("Undo");
    await until(
      () => number(view, "max"),
      (now) => now === "6",
      "the slider is back",
    );
    await bench.page.keyboard.press("Control+s");
    await until(
      async () => readFileSync(file, "utf8"),
      (text) => text === before,
      "the text of before",
    );
  },
);

person("sees what is wrong with a scenario, and the last good one", async ({ bench, shot }) => {
  await bench.openFile("checkout.sim.json");
  await bench.run("Spillway: Open as Simulation");
  const view = bench.webview();
  await view.document.getByTestId("node-orders-db").waitFor();
  await view.document.getByTestId("open-as-text").click();
  await bench.line('"acquireTimeout"').click();
  await bench.page.keyboard.press("End");
  await bench.page.keyboard.type(', "maxx": 3');
  const problems = view.document.getByTestId("problems");
  await problems.getByText("line 14:").waitFor();
  assert.match(await problems.innerText(), /maxx/);
  assert.match(await problems.innerText(), /did you mean "max"\?/);
  await view.document.getByTestId("node-orders-db").waitFor();
  await shot("scenario-invalid");
  for (let i = 0; i < 11; i++) await bench.page.keyboard.press("Backspace");
  await problems.waitFor({ state: "hidden" });
});

person("finds the panel as it was after the window was reloaded", async ({ bench, shot }) => {
  await bench.run("Spillway: Open Simulator");
  let view = bench.webview();
  const menu = () => view.document.getByTestId("scenario");
  await menu().selectOption("L2-acquire-timeout");
  await view.document.getByTestId("node-orders-db").click();
  const chosen = await dragged(view, "max", 0.7);
  await speed(view, "10");
  await until(
    () => time(view),
    (now) => now > 5,
    "five simulated seconds",
    30,
  );
  await button(view, "Pause").click();
  const stopped = await until(
    () => time(view),
    (now) => now > 0,
    "a time",
  );
  await bench.reload();
  view = bench.webview();
  await view.document.getByTestId("node-orders-db").waitFor({ timeout: 30_000 });
  assert.equal(await menu().inputValue(), "L2-acquire-timeout");
  assert.equal(await number(view, "max"), chosen);
  await until(
    () => time(view),
    (now) => Math.abs(now - stopped) < 0.5,
    `the time ${stopped}`,
  );
  await shot("reloaded");
});

person(
  "reads the panel in every theme, wide and narrow, by eye, keyboard and screen reader",
  async ({ bench, shot }) => {
    await bench.run("Spillway: Open Simulator");
    await bench.run("View: Close Primary Side Bar");
    const view = bench.webview();
    await view.document.getByTestId("scenario").selectOption("L2-acquire-timeout");
    await view.document.getByTestId("node-orders-db").waitFor();
    await speed(view, "10");
    await until(
      () => time(view),
      (now) => now > 24,
      "the slow database",
      40,
    );
    await button(view, "Pause").click();
    for (const theme of Object.keys(themes) as Theme[]) {
      await bench.setTheme(theme);
      await shot(`panel-${theme}`);
      assert.deepEqual(await view.accessibilityProblems(), [], theme);
    }
    await bench.setTheme("dark");
    await bench.setViewport("narrow");
    await shot("panel-narrow");
    await bench.setViewport("wide");
  },
);
