import { spawnSync } from "node:child_process";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STARTER } from "../../host/starter.ts";
import { type Program, program } from "./program.ts";

let spillway: Program;

beforeAll(async () => {
  spillway = await program();
  write("starter.sim.json", STARTER);
});
afterAll(() => spillway.remove());

function write(name: string, text: string | Buffer): string {
  writeFileSync(join(spillway.folder, name), text);
  return name;
}

const withBudget = (name: string, budget: string) =>
  write(name, STARTER.replace(/"budgets": .*/, `"budgets": [${budget}]`));

describe("spillway simulate", () => {
  it("prints a table with rates, percentiles, pools and verdicts", async () => {
    const { code, out, err } = await spillway.run(
      "simulate",
      "starter.sim.json",
      "--runs",
      "4",
      "--seed",
      "7",
    );
    expect(err).toBe("");
    expect(out).toMatch(
      /^My service\n60s simulated, measured from 5s on, 4 runs, seeds 7 to 10, ±95 % interval/,
    );
    expect(out).toMatch(/^clients {2,}\S+ ±\S+ \/s .* ms/m);
    expect(out).toMatch(/^orders-db .* %/m);
    expect(out).toMatch(/^(pass|FAIL|too close to call): latency\.p99 of clients below 500 ms \(is \d/m);
    expect([0, 1, 3]).toContain(code);
  });

  it("gives the same bytes for the same seed, however many threads there are", async () => {
    const outputs = await Promise.all(
      ["1", "2"].map((threads) =>
        spillway.run("simulate", "starter.sim.json", "--runs", "3", "--format", "csv", "--threads", threads),
      ),
    );
    expect(outputs[0]?.out).toBe(outputs[1]?.out);
    expect(outputs[0]?.out.split("\n")[0]).toBe("seed,component,metric,window,value");
    expect(outputs[0]?.out).toMatch(/^1,clients,latency\.p99,,0\.\d+$/m);
  });

  it("gives JSON of a form that its version names", async () => {
    const { out } = await spillway.run(
      ...["simulate", "starter.sim.json", "--runs", "2", "--set", "orders-db.max=20", "--duration", "30s"],
      ...["--format", "json"],
    );
    const result = JSON.parse(out) as { estimates: { metric: string; component: string; mean: number }[] };
    expect(result).toMatchObject({
      formatVersion: 1,
      name: "My service",
      runs: 2,
      seed: 1,
      duration: 30,
      warmUp: 5,
      confidence: 0.95,
      set: { "orders-db.max": 20 },
      verdict: "pass",
      overloadedRuns: 0,
      budgets: [{ metric: "latency.p99", of: "clients", below: 0.5, verdict: "pass", runs: 2 }],
    });
    const rate = result.estimates.find((e) => e.metric === "requests.rate" && e.component === "clients");
    expect(rate).toMatchObject({ unit: "perSecond", runs: 2 });
    expect(rate?.mean).toBeGreaterThan(100);
  });

  it.each([
    ["0 where every budget is met", '{ "metric": "latency.p99", "of": "clients", "below": "1h" }', 0],
    ["1 where one is not", '{ "metric": "latency.p99", "of": "clients", "below": "1ms" }', 1],
  ])("ends with %s", async (_, budget, expected) => {
    const file = withBudget(`exit-${expected}.sim.json`, budget);
    expect((await spillway.run("simulate", file, "--runs", "2", "--duration", "20s")).code).toBe(expected);
  });

  it("calls an unstable system unstable, and ends with 1", async () => {
    const file = write(
      "unstable.sim.json",
      STARTER.replace('"120/s"', '"200000/s"').replace('"acquireTimeout": "1s"', '"acquireTimeout": "none"'),
    );
    const { code, out } = await spillway.run("simulate", file, "--runs", "1");
    expect(out).toContain("Unstable: 1 of 1 runs were given up");
    expect(out).toContain("not measured: latency.p99 of clients");
    expect(code).toBe(1);
  });

  it("ends with 3 where one run cannot say", async () => {
    const { code, out } = await spillway.run("simulate", "starter.sim.json", "--runs", "1");
    expect(out).toContain("too close to call: latency.p99 of clients");
    expect(code).toBe(3);
  });

  it.each([
    [
      "there is no such file",
      ["simulate", "nowhere.sim.json"],
      /^nowhere\.sim\.json cannot be read: there is no such file/,
    ],
    ["a folder", ["simulate", "."], /it is a folder/],
    [
      "spans for a folder that is not there",
      ["simulate", "starter.sim.json", "--trace-out", "no/spans.json"],
      /^no\/spans\.json cannot be written: there is no such folder\n$/,
    ],
    [
      "an option that is not known",
      ["simulate", "starter.sim.json", "--run", "3"],
      /unknown option '--run'[\s\S]*--runs/,
    ],
    [
      "a number that is none",
      ["simulate", "starter.sim.json", "--runs", "many"],
      /"many" is not a number of runs/,
    ],
    ["a format that is not known", ["simulate", "starter.sim.json", "--format", "xml"], /text, json, csv/],
    ["no file at all", ["simulate"], /missing required argument 'file'/],
    ["a command that is not known", ["simulat"], /unknown command 'simulat'[\s\S]*simulate/],
  ])("ends with 2 and says what to do: %s", async (_, args, message) => {
    const { code, err } = await spillway.run(...args);
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
    expect(code).toBe(2);
  });

  it("says where a scenario is wrong, as a link of the terminal", async () => {
    const file = write("wrong.sim.json", STARTER.replace('"max": 7', '"maxx": 7'));
    const { code, err } = await spillway.run("simulate", file);
    expect(err).toMatch(/^wrong\.sim\.json:22:7: .*maxx.*\(did you mean "max"\?\)/);
    expect(code).toBe(2);
  });

  it("says which changed parameter cannot be", async () => {
    const { code, err } = await spillway.run("simulate", "starter.sim.json", "--set", "orders-db.maxx=3");
    expect(err).toContain("maxx");
    expect(err).not.toContain("    at ");
    expect(code).toBe(2);
  });

  it.runIf(existsSync("/dev/full"))("says that its result cannot be written, and why", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(spillway.dist, "cli.js"), "components", "pool"],
      { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"], encoding: "utf8" },
    );
    expect(stderr).toBe("the result cannot be written: the disk is full\n");
    expect(status).toBe(2);
  });

  it("refuses a file that is no text", async () => {
    const { code, err } = await spillway.run(
      "simulate",
      write("bytes.sim.json", Buffer.from([0xff, 0xfe, 0x00, 0xd8])),
    );
    expect(err).toContain("bytes.sim.json is not a text in UTF-8");
    expect(code).toBe(2);
  });
});

describe("spillway check", () => {
  it("runs the variants too and says for how many seeds an expectation held", async () => {
    const expects = STARTER.replace(
      /"budgets": .*/,
      `"variants": { "A": {}, "B": { "orders-db.max": 30 } },
       "expect": ["latency.p99(A, clients) > latency.p99(B, clients)", "latency.p99(A, clients) < latency.p99(B, clients)"]`,
    );
    const { code, out } = await spillway.run("check", write("expects.sim.json", expects), "--runs", "3");
    expect(out).toMatch(/pass: latency\.p99\(A, clients\) > .* \(held for 3 of 3 seeds\)/);
    expect(out).toMatch(/FAIL: latency\.p99\(A, clients\) < .* \(held for 0 of 3 seeds\)/);
    expect(code).toBe(1);
  });
});

describe("spillway new", () => {
  it("writes a scenario that runs, and no other file over", async () => {
    expect((await spillway.run("new", "mine.sim.json")).code).toBe(0);
    expect(readFileSync(join(spillway.folder, "mine.sim.json"), "utf8")).toBe(STARTER);
    expect((await spillway.run("simulate", "mine.sim.json", "--runs", "1")).err).toBe("");
    const again = await spillway.run("new", "mine.sim.json");
    expect(again).toMatchObject({ code: 2, err: "mine.sim.json cannot be written: it exists already\n" });
  });
});

describe("spillway start", () => {
  it("runs the first example and stops after its table when headless", async () => {
    const { code, out, err } = await spillway.run("start", "--headless");
    expect(err).toMatch(/^Simulating /);
    expect(out).toMatch(/^clients .* \/s/m);
    expect(code).toBe(0);
  });
});
