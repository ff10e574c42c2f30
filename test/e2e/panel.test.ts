import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./patience.ts";
import { shop } from "./shop.ts";
import { Simulator } from "./simulator.ts";
import { person } from "./suite.ts";
import { type Theme, themes } from "./themes.ts";
import type { Workbench } from "./workbench.ts";

/** Clicks "Simulate this pool" in the file that is open. */
async function simulatePool(bench: Workbench): Promise<Simulator> {
  await bench.clickLens("Simulate this pool", () => new Simulator(bench.webview()).node("pool"));
  return new Simulator(bench.webview());
}

async function openAsSimulation(bench: Workbench, file: string, node = "orders-db"): Promise<Simulator> {
  await bench.openFile(file);
  await bench.run("Spillway: Open as Simulation");
  const simulator = new Simulator(bench.webview());
  await simulator.node(node).waitFor();
  return simulator;
}

/** Opens the panel with a pool whose database is slow from 20 s on. */
async function openSlowDatabase(bench: Workbench): Promise<Simulator> {
  await bench.run("Spillway: Open Simulator");
  const simulator = new Simulator(bench.webview());
  await simulator.openExample("L2-acquire-timeout");
  await simulator.node("orders-db").click();
  return simulator;
}

person(
  "simulates a pool of the code, drags max until nobody waits, and writes the value into the code",
  async ({ bench, shot }) => {
    await bench.openFile("orders.ts");
    const simulator = await simulatePool(bench);
    await simulator.untilNumber("max", "20");
    await simulator.notice("360 requests a second").waitFor();

    // It plays by itself; a person stops it and plays on.
    const stopped = Number.parseFloat(await simulator.pause());
    await simulator.play();
    await simulator.untilTime((now) => now > stopped, `later than ${stopped}`);
    // The database is slow from 20 s on, and how long a machine takes for these must not matter.
    await simulator.pause();
    await simulator.tenSecondsOn();
    await simulator.tenSecondsOn();
    await simulator.play();
    const most = await until(
      () => simulator.waiting("pool"),
      (count) => count > 100,
      "a line of waiting requests while the database is slow",
    );
    await shot("pool-waiting");
    const chosen = await simulator.dragged("max", 0.9);
    await until(
      () => simulator.waiting("pool"),
      (count) => count < most / 10,
      "the line is gone with more connections",
    );
    assert.ok(Number(chosen) > 60, chosen);
    await shot("pool-tuned");

    await simulator.find("apply-to-code").click();
    await bench.untilText((text) => text.includes(`new Pool({ max: ${chosen} })`), "the value in the code");
    await shot("applied");
    // The code has the focus, so that a person who does not like it takes it back at once.
    await bench.untilEditorHasFocus();
    await bench.page.keyboard.press("Control+z");
    await bench.untilText((text) => text.includes("new Pool({ max: 20 })"), "the value of before");
    await simulator.notice("max is now 20").waitFor();
  },
);

person("says why a value cannot be written into the code", async ({ bench, shot }) => {
  await bench.openFile("database.ts");
  const simulator = await simulatePool(bench);
  await simulator.view.drag(simulator.slider("waitQueueLimit"), 0.5);
  await until(() => simulator.find("apply-to-code").isEnabled(), Boolean, "a value that could be written");
  await simulator.find("apply-to-code").click();
  await simulator.notice("pg-pool has no limit").waitFor();
  await shot("refused");
});

person(
  "edits a scenario file with a slider, keeps its comments, takes it back, and saves",
  async ({ bench, folder, shot }) => {
    const file = join(folder, "checkout.sim.json");
    const before = readFileSync(file, "utf8");
    const saved = (wanted: string, what: string) =>
      until(
        async () => {
          await bench.save();
          return readFileSync(file, "utf8");
        },
        (text) => text === wanted,
        what,
      );
    const simulator = await openAsSimulation(bench, "checkout.sim.json");
    await simulator.node("orders-db").click();
    await simulator.untilNumber("max", "6");
    const chosen = await simulator.dragged("max", 0.6);
    await bench.page.locator(".tab.active.dirty", { hasText: "checkout.sim.json" }).waitFor();
    await shot("scenario-edited");
    await saved(before.replace('"max": 6,', `"max": ${chosen},`), "the chosen value in the file");

    await bench.run("Undo");
    await simulator.untilNumber("max", "6");
    await saved(before, "the text of before");
  },
);

person("sees what is wrong with a scenario, and the last good one", async ({ bench, shot }) => {
  const simulator = await openAsSimulation(bench, "checkout.sim.json");
  await simulator.find("open-as-text").click();
  await bench.typeBehind('"acquireTimeout"', ', "maxx": 3');
  await until(
    () => simulator.find("problems").innerText(),
    (text) => /line 14:/.test(text) && /maxx/.test(text) && /did you mean "max"\?/.test(text),
    "the problem, its line and what was meant",
  );
  await simulator.node("orders-db").waitFor();
  await shot("scenario-invalid");
  // Its place is a link into the text.
  await simulator.find("problems").getByRole("button", { name: "line 14:" }).click();
  await bench.untilEditorHasFocus();
  await bench.undoUntil((text) => !text.includes('"1s",'), "the text of before");
  await simulator.find("problems").waitFor({ state: "hidden" });
});

person(
  "begins an empty scenario with a small service, which can be taken back",
  async ({ bench, folder, shot }) => {
    const file = join(folder, "empty.sim.json");
    writeFileSync(file, "");
    try {
      await bench.openFile("empty.sim.json");
      await bench.run("Spillway: Open as Simulation");
      const simulator = new Simulator(bench.webview());
      await simulator.find("doors").waitFor();
      await simulator.find("problems").waitFor({ state: "hidden" });
      assert.deepEqual(await simulator.view.accessibilityProblems(), []);
      await shot("empty-scenario");

      await simulator.button("A small service with a pool, written here").click();
      await simulator.node("orders-db").waitFor();
      await simulator.find("doors").waitFor({ state: "hidden" });
      await bench.page.locator(".tab.active.dirty", { hasText: "empty.sim.json" }).waitFor();
      await bench.run("Undo");
      await simulator.find("problems").waitFor();
    } finally {
      rmSync(file);
    }
  },
);

person("picks a pool of any file of the workspace", async ({ bench, shot }) => {
  await bench.run("Spillway: Simulate a Pool of This Workspace...");
  const pools = bench.page.locator(".quick-input-list .monaco-list-row");
  await until(
    async () => (await pools.allInnerTexts()).join("\n"),
    (text) => /orders\.ts:\d+/.test(text) && /database\.ts:\d+/.test(text),
    "the pools of both files",
  );
  await shot("pools-of-workspace");
  await pools.filter({ hasText: "orders.ts" }).first().click();
  await new Simulator(bench.webview()).node("pool").waitFor();
});

person(
  "sees many components as groups and stacks, opens one by key, and folds it again by its button",
  async ({ bench, folder, shot }) => {
    const file = join(folder, "shop.sim.json");
    writeFileSync(file, shop());
    try {
      const simulator = await openAsSimulation(bench, "shop.sim.json", "group:payments");
      await simulator.node("stack:web-1").waitFor();
      assert.equal(await simulator.node("payments-pool").count(), 0);
      await shot("folded");
      assert.deepEqual(await simulator.view.accessibilityProblems(), []);

      await simulator.node("group:payments").press("Enter");
      await simulator.node("payments-pool").waitFor();
      // The focus is on the first of them, and arrows follow the edges from there.
      const focused = () => simulator.view.document.locator(":focus").getAttribute("data-testid");
      await until(focused, (id) => id === "node-payments", "the focus on the balancer of the group");
      await bench.page.keyboard.press("ArrowRight");
      await until(focused, (id) => id?.startsWith("node-payments-") === true, "the focus on a service");
      await shot("unfolded");

      await simulator.find("fold-group:payments").click();
      await simulator.node("payments-pool").waitFor({ state: "detached" });
      await simulator.node("group:payments").waitFor();
    } finally {
      rmSync(file);
    }
  },
);

person("takes the database down for a while by key, and takes that back", async ({ bench, shot }) => {
  const simulator = await openSlowDatabase(bench);
  await simulator.pause();
  await simulator.node("postgres").click();
  const down = async () => (await simulator.node("postgres").getAttribute("aria-label"))?.includes("down");
  assert.equal(await down(), false);
  await simulator.node("postgres").press("f");
  await simulator.find("fault").selectOption("down");
  await simulator.find("add-fault").click();
  await until(down, Boolean, "the database is down");
  await shot("fault-added");
  await simulator.find("undo").click();
  await until(down, (is) => is === false, "the database is well again");
});

person(
  "adds an option that the scenario has not, finds it after a reload of the window, and takes it back",
  async ({ bench, shot }) => {
    const simulator = await openSlowDatabase(bench);
    await simulator.pause();
    await simulator.node("clients").click();
    await simulator.find("add-option").selectOption("calls.0.hedge");
    await simulator.find("number-calls.0.hedge.after").waitFor();
    await shot("option-added");
    await bench.reload();
    const again = new Simulator(bench.webview());
    await again.find("number-calls.0.hedge.after").waitFor();
    await again.find("undo").click();
    await again.find("number-calls.0.hedge.after").waitFor({ state: "detached" });
  },
);

person(
  "runs a lesson's variant, asks why it is slow, and sets the size that measuring recommends",
  async ({ bench, shot }) => {
    await bench.run("Spillway: Open Simulator");
    const simulator = new Simulator(bench.webview());
    await simulator.openExample("L1-pool-size");
    await simulator.node("orders-db").click();
    await simulator.find("variant").selectOption("large");
    await simulator.untilNumber("max", "48");
    await simulator.find("variant").selectOption("small");
    await simulator.untilNumber("max", "4");
    // What is measured does not depend on the run that is shown.
    await simulator.pause();

    await simulator.find("side-explain").click();
    await simulator.find("explain-run").click();
    await until(
      () => simulator.find("explanation").innerText(),
      (text) => text.includes("waiting for a connection of orders-db"),
      "what the slowest requests wait for",
    );
    await shot("explained");
    assert.deepEqual(await simulator.view.accessibilityProblems(), []);

    await simulator.find("side-parameters").click();
    await simulator.find("recommend").locator("summary").first().click();
    await simulator.find("recommend-run").click();
    const offer = simulator.find("recommend-apply");
    const offered = await until(
      async () => ((await offer.isVisible()) ? offer.innerText() : ""),
      (text) => text.startsWith("Set max to "),
      "a recommended value",
    );
    await shot("recommended");
    assert.deepEqual(await simulator.view.accessibilityProblems(), []);
    await offer.click();
    await simulator.untilNumber("max", offered.replace("Set max to ", ""));
  },
);

person(
  "sweeps two parameters, walks through the map by key, and uses the values of a cell",
  async ({ bench, shot }) => {
    await bench.run("Spillway: Open Simulator");
    const simulator = new Simulator(bench.webview());
    await simulator.openExample("L1-pool-size");
    await simulator.pause();
    await simulator.node("orders-db").click();
    await simulator.node("orders-db").press("s");
    await simulator.find("sweep-parameter-1").selectOption("orders-db.max");
    await simulator.find("sweep-values-1").fill("4, 8");
    await simulator.find("sweep-parameter-2").selectOption("orders-db.acquireTimeout");
    await simulator.find("sweep-values-2").fill("1s, 2s");
    await simulator.find("sweep-run").click();
    await simulator.find("sweep-apply").waitFor();
    const map = simulator.find("heat-map");
    assert.equal(await map.locator("td[data-step]").count(), 4);
    await shot("sweep");
    assert.deepEqual(await simulator.view.accessibilityProblems(), []);

    // The best point has 8 connections; to its left there are 4.
    const said = () => simulator.find("sweep-cell").innerText();
    const isAt = (max: number) =>
      until(said, (text) => text.startsWith(`orders-db.max = ${max},`), `at ${max}`);
    await map.locator("td[data-best]").focus();
    await isAt(8);
    await bench.page.keyboard.press("ArrowLeft");
    await isAt(4);
    await bench.page.keyboard.press("ArrowRight");
    await isAt(8);
    await bench.page.keyboard.press("Enter");
    await map.locator("td[data-best][data-now]").waitFor();
    await simulator.find("side-parameters").click();
    await simulator.untilNumber("max", "8");
  },
);

person(
  "runs a load test and stops one, and finds the load at which the goals begin to be missed",
  async ({ bench, shot }) => {
    await bench.run("Spillway: Open Simulator");
    const simulator = new Simulator(bench.webview());
    await simulator.openExample("L1-pool-size");
    await simulator.pause();
    await simulator.find("side-studies").click();
    const result = simulator.find("load-result");
    await simulator.find("load-test").selectOption("spike");
    await simulator.find("load-run").click();
    await result.getByRole("row", { name: "spike" }).waitFor();
    await shot("load-test");
    assert.deepEqual(await simulator.view.accessibilityProblems(), []);

    // An hour of load takes long enough to be stopped.
    await simulator.find("load-test").selectOption("soak");
    await simulator.find("load-run").click();
    await simulator.button("Stop").click();
    await simulator.button("Run the load test").waitFor();

    await simulator.find("load-test").selectOption("breakpoint");
    await simulator.find("load-run").click();
    await result.getByText("The goals hold up to").waitFor();
    await simulator.button("Run the load test").waitFor();
    await shot("breaking-point");
    assert.deepEqual(await simulator.view.accessibilityProblems(), []);
  },
);

person(
  "takes the seconds of a run and a picture of the stage out of the panel",
  async ({ bench, folder, shot }) => {
    const simulator = await openSlowDatabase(bench);
    await simulator.speed("10");
    await simulator.untilTime((now) => now > 3, "three simulated seconds");
    await simulator.pause();
    for (const kind of ["csv", "png"]) {
      const file = join(folder, `run.${kind}`);
      await simulator.find("export").click();
      await simulator.find(`export-${kind}`).click();
      // The dialog of a browser's workbench offers a name, which a person may change.
      const name = bench.page.locator(".quick-input-widget input.input");
      await until(
        () => name.inputValue(),
        (text) => text.endsWith(`.${kind}`),
        `a name for the ${kind}`,
      );
      await name.fill(file);
      await name.press("Enter");
      await until(async () => existsSync(file), Boolean, `the ${kind} in the folder`);
      await name.waitFor({ state: "hidden" });
    }
    await until(
      async () => readFileSync(join(folder, "run.csv"), "utf8"),
      (text) => /^component,start,/.test(text) && /\norders-db,2,1,/.test(text),
      "the third second of the pool",
    );
    assert.equal(readFileSync(join(folder, "run.png")).subarray(1, 4).toString(), "PNG");
    await shot("exported");
    for (const kind of ["csv", "png"]) rmSync(join(folder, `run.${kind}`));
  },
);

person("finds the panel as it was after the window was reloaded", async ({ bench, shot }) => {
  let simulator = await openSlowDatabase(bench);
  const name = await simulator.view.document.locator("h1").innerText();
  const chosen = await simulator.dragged("max", 0.7);
  await simulator.speed("10");
  await simulator.untilTime((now) => now > 5, "five simulated seconds");
  const stopped = await simulator.pause();
  await bench.reload();
  simulator = new Simulator(bench.webview());
  await simulator.untilShown("L2-acquire-timeout", name);
  await simulator.untilNumber("max", chosen);
  await until(
    () => simulator.paused(),
    (now) => now === stopped,
    `it stands at ${stopped}, where it was paused`,
  );
  await shot("reloaded");
});

person(
  "reads the panel in every theme, wide and narrow, by eye, keyboard and screen reader",
  async ({ bench, shot }) => {
    const simulator = await openSlowDatabase(bench);
    await bench.closeSideBars();
    await simulator.speed("4");
    await simulator.untilTime((now) => now > 24, "the slow database");
    await simulator.pause();
    for (const theme of Object.keys(themes) as Theme[]) {
      await bench.setTheme(theme);
      await simulator.view.untilTheme(theme);
      await shot(`panel-${theme}`);
      assert.deepEqual(await simulator.view.accessibilityProblems(), [], theme);
      await simulator.find("side-studies").click();
      assert.deepEqual(await simulator.view.accessibilityProblems(), [], `${theme}, studies`);
      await simulator.find("side-parameters").click();
    }
    await bench.setTheme("dark");
    await bench.setViewport("narrow");
    await shot("panel-narrow");
    await bench.setViewport("wide");

    // Who asks the system for less motion sees rates in place of dots.
    const honesty = () => simulator.find("honesty").innerText();
    await bench.page.emulateMedia({ reducedMotion: "reduce" });
    await until(honesty, (text) => text.startsWith("no dots (reduced motion)"), "a stage without dots");
    await bench.page.emulateMedia({ reducedMotion: "no-preference" });
    await until(honesty, (text) => text.startsWith("●"), "the dots again");
  },
);
