import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STARTER } from "../../host/starter.ts";
import { type Program, program } from "./program.ts";

let spillway: Program;

beforeAll(async () => {
  spillway = await program();
  write("starter.sim.json", STARTER.replace('"60s"', '"20s"'));
  write(
    "variants.sim.json",
    STARTER.replace('"60s"', '"20s"').replace(
      '"budgets"',
      '"variants": { "small": { "orders-db.max": 4 }, "large": { "orders-db.max": 30 } }, "sweep": { "orders-db.max": [4, 30] }, "budgets"',
    ),
  );
}, 60_000);
afterAll(() => spillway.remove());

function write(name: string, text: string): string {
  writeFileSync(join(spillway.folder, name), text);
  return name;
}

const jsonOf = (out: string) => JSON.parse(out) as Record<string, never> & { [key: string]: unknown };

type OtlpSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
};

describe("spillway compare", () => {
  it("compares the document with a change, and fails where that is worse", async () => {
    const { code, out, err } = await spillway.run(
      "compare",
      "starter.sim.json",
      "--set",
      "orders-db.max=4",
      "--runs",
      "4",
    );
    expect(err).toBe("");
    expect(out).toMatch(/^A: base\nB: changed \(orders-db\.max = 4\)$/m);
    expect(out).toMatch(/^latency\.p99 of clients .* \+\S+ ±\S+ .* worse$/m);
    expect(out).toMatch(/^requests\.rate of clients .* the same$/m);
    expect(out).toMatch(/^B is worse than A by more than 1 %/m);
    expect(code).toBe(1);
  });

  it("takes the first two variants where nobody says which", async () => {
    const { code, out } = await spillway.run(
      "compare",
      "variants.sim.json",
      "--runs",
      "3",
      "--format",
      "json",
    );
    expect(jsonOf(out)).toMatchObject({
      formatVersion: 1,
      kind: "compare",
      file: "variants.sim.json",
      a: { name: "small", set: { "orders-db.max": 4 } },
      b: { name: "large" },
      runs: 3,
      verdict: "pass",
    });
    expect(code).toBe(0);
  });

  it.each([
    [["--b", "medium"], /there is no variant "medium" \(there are: base, small, large\)/],
    [["--set", "orders-db.maxx=3"], /maxx/],
    [["--set", "orders-db.max=many"], /many/],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await spillway.run("compare", "variants.sim.json", ...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it("lets the caller say what too close to call counts as", async () => {
    const args = ["compare", "starter.sim.json", "--set", "orders-db.max=11", "--runs", "1"];
    expect((await spillway.run(...args)).code).toBe(3);
    expect((await spillway.run(...args, "--undecided", "pass")).code).toBe(0);
    expect((await spillway.run(...args, "--undecided", "fail")).code).toBe(1);
  });
});

describe("spillway sweep", () => {
  it("goes through a range, marks the best and says what misses the goal", async () => {
    const { code, out } = await spillway.run(
      "sweep",
      "starter.sim.json",
      "--sweep",
      "orders-db.max=4..20",
      "--runs",
      "3",
    );
    expect(out).toMatch(/^4 .* FAIL$/m);
    expect(out).toMatch(/◇ best$/m);
    expect(out).toMatch(/^Best: orders-db\.max = \d+ \(latency\.p99\(clients\) \S+ ±\S+ ms\)\./m);
    expect(code).toBe(0);
  });

  it("goes through what the file says, and through two parameters", async () => {
    const csv = await spillway.run("sweep", "variants.sim.json", "--runs", "2", "--format", "csv");
    const [header, ...lines] = csv.out.trim().split("\n");
    expect(header).toBe("orders-db.max,component,metric,window,mean,half,runs,goals,unstable");
    expect(new Set(lines.map((line) => line.split(",")[0]))).toEqual(new Set(["4", "30"]));
    const both = await spillway.run(
      ...["sweep", "starter.sim.json", "--runs", "1", "--duration", "10s", "--format", "json"],
      ...["--sweep", "orders-db.max=4,12", "--sweep", "clients.arrival.rate=50/s,100/s"],
    );
    expect(jsonOf(both.out)).toMatchObject({
      kind: "sweep",
      axes: [{ values: [4, 12] }, { values: ["50/s", "100/s"] }],
      points: [{}, {}, {}, {}],
    });
  });

  it.each([
    [["--sweep", "orders-db.max=9..3"], /has to go up/],
    [["--sweep", "orders-db.max"], /not of the form component\.parameter=4\.\.100/],
    [
      ["--sweep", "orders-db.max=4..8", "--goal", "latency.p98(clients) < 1s"],
      /there is no metric "latency\.p98"/,
    ],
    [[], /nothing to go through: add --sweep/],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await spillway.run("sweep", "starter.sim.json", ...args);
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
    expect(code).toBe(2);
  });

  it.each([
    ['"sweep": { "orders-db.maxx": [4] }', /there is no|maxx/],
    ['"sweep": { "orders-db.max": ["many"] }', /many/],
    ['"sweep": { "orders-db.max": 4 }', /neither a list of values nor a range/],
  ])("finds a scenario whose sweep cannot be: %s", async (sweep, message) => {
    const file = write("wrong.sim.json", STARTER.replace('"budgets"', `${sweep}, "budgets"`));
    const { code, err } = await spillway.run("sweep", file);
    expect(err).toMatch(/^wrong\.sim\.json:\d+:\d+: /);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

describe("spillway recommend", () => {
  it("takes the only pool, and confirms what it says with fresh seeds", async () => {
    const { code, out } = await spillway.run("recommend", "starter.sim.json", "--runs", "4");
    expect(out).toMatch(
      /^orders-db\.max = \d+: latency\.p99\(clients\) is .* \(4 runs with fresh seeds, 95 % interval\), and every goal is met\.$/m,
    );
    expect(out).toMatch(/^With fresh seeds, 1000001 to 1000004:$/m);
    expect(code).toBe(0);
  });

  it("ends with 1 where no value meets the goal", async () => {
    const { code, out } = await spillway.run(
      ...[
        "recommend",
        "starter.sim.json",
        "--runs",
        "2",
        "--goal",
        "latency.p99(clients) < 1ms",
        "--duration",
        "10s",
      ],
    );
    expect(out).toMatch(/^No value of orders-db\.max that was looked at/m);
    expect(code).toBe(1);
  });
});

describe("spillway explain", () => {
  it("says why, shows where the time goes, and what was tried", async () => {
    const { code, out } = await spillway.run(
      "explain",
      "starter.sim.json",
      "--set",
      "orders-db.max=4",
      "--runs",
      "2",
    );
    expect(out).toMatch(
      /^- \d+ % of the time of the slowest 1 % of requests is waiting for a connection of orders-db/m,
    );
    expect(out).toMatch(/^pool wait of orders-db {2,}/m);
    expect(out).toMatch(/^- orders-db\.max = 8: p99 /m);
    expect(code).toBe(0);
  });

  it("gives the same as data, without what JSON has no word for", async () => {
    const { out } = await spillway.run("explain", "starter.sim.json", "--runs", "2", "--format", "json");
    const found = jsonOf(out);
    expect(found).toMatchObject({ formatVersion: 1, kind: "explain", source: "clients" });
    expect(out).not.toMatch(/NaN|Infinity/);
  });
});

describe("spillway breakpoint", () => {
  it("says up to which load the goals hold, and from which on they are missed", async () => {
    const { code, out } = await spillway.run(
      "breakpoint",
      "starter.sim.json",
      "--set",
      "orders-db.max=20",
      "--precision",
      "0.1",
    );
    expect(out).toMatch(
      /^clients: latency\.p99\(clients\) < 500ms holds up to \S+\/s \(\S+ times the present load\), and is missed from \S+\/s/m,
    );
    expect(code).toBe(0);
  });
});

describe("spillway simulate", () => {
  it("puts a load test in place of the scenario's own load", async () => {
    const { out } = await spillway.run(
      "simulate",
      "starter.sim.json",
      "--load",
      "spike",
      "--runs",
      "2",
      "--duration",
      "40s",
    );
    expect(out).toMatch(/^My service, spike test\n40s simulated/);
    expect(out).toMatch(/^spike: clients +6\d\d/m);
  });

  it("gives JUnit's XML with a case for each budget", async () => {
    const { out } = await spillway.run(
      "simulate",
      "starter.sim.json",
      "--runs",
      "2",
      "--set",
      "orders-db.max=3",
      "--format",
      "junit",
    );
    expect(out).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="spillway" tests="1" failures="1" skipped="0">/,
    );
    expect(out).toContain(
      '<testcase name="latency.p99(clients) &lt; 500ms" classname="starter.sim.json"><failure message="is ',
    );
  });

  it("gives a page that needs nothing from elsewhere", async () => {
    const file = write("page.sim.json", STARTER.replace("My service", "A <script>alert(1)</script> & more"));
    const { out } = await spillway.run("simulate", file, "--runs", "2", "--format", "html");
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain("A &lt;script&gt;alert(1)&lt;/script&gt; &amp; more");
    expect(out).not.toMatch(/<script|https?:|src=|@import|url\(/);
    expect(out).toContain("default-src 'none'");
    expect(out).toContain("prefers-color-scheme: dark");
    // Every chart has a name, and every table a caption.
    const charts = out.match(/<svg [^>]*>/g) ?? [];
    expect(charts.length).toBeGreaterThanOrEqual(3);
    expect(charts.every((chart) => /role="img" aria-labelledby="[^"]+"/.test(chart))).toBe(true);
    expect(out.match(/<table>/g)?.length).toBe(out.match(/<caption>/g)?.length);
    expect(out).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("writes spans as the OpenTelemetry protocol has them in JSON", async () => {
    await spillway.run("simulate", "starter.sim.json", "--runs", "1", "--trace-out", "spans.json");
    const { resourceSpans } = JSON.parse(readFileSync(join(spillway.folder, "spans.json"), "utf8")) as {
      resourceSpans: {
        resource: { attributes: { key: string; value: { stringValue: string } }[] };
        scopeSpans: { scope: { name: string }; spans: OtlpSpan[] }[];
      }[];
    };
    const services = resourceSpans.map(({ resource }) => resource.attributes[0]?.value.stringValue);
    expect(services.toSorted()).toEqual(["api", "clients", "orders-db", "postgres"]);
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.length).toBeGreaterThan(100);
    expect(roots.length).toBeLessThanOrEqual(200);
    for (const span of spans) {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
      expect(span.startTimeUnixNano).toMatch(/^\d{19}$/);
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
      expect([1, 2, 3, 4]).toContain(span.kind);
      if (span.parentSpanId === undefined) continue;
      const parent = byId.get(span.parentSpanId);
      expect(parent?.traceId).toBe(span.traceId);
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent?.startTimeUnixNano ?? 0));
    }
  });
});

describe("spillway components", () => {
  it("lists every type of component, and of one its options, presets and metrics", async () => {
    const all = await spillway.run("components");
    expect(all.out).toMatch(/^pool +A connection pool/m);
    const pool = await spillway.run("components", "pool");
    expect(pool.out).toMatch(/^ {2}acquireTimeout +none \| duration {2}= none$/m);
    expect(pool.out).toMatch(/^ {2}hikaricp \(/m);
    expect(pool.out).toMatch(/^ {2}pool\.wait\.p99 +seconds: /m);
  });

  it("gives the same as JSON and CSV", async () => {
    const json = await spillway.run("components", "breaker", "--format", "json");
    expect(jsonOf(json.out)).toMatchObject({
      formatVersion: 1,
      kind: "components",
      components: [{ type: "breaker" }],
    });
    const csv = await spillway.run("components", "pool", "--format", "csv");
    expect(csv.out).toMatch(/^pool,pg,max,,10,$/m);
  });

  it("says what was meant by a type that is not there", async () => {
    expect(await spillway.run("components", "pol")).toMatchObject({
      code: 2,
      err: 'there is no component "pol" (did you mean "pool"?)\n',
    });
  });
});

describe("spillway completion", () => {
  it("completes commands, options, choices and types in bash", async () => {
    const { out } = await spillway.run("completion", "bash");
    const complete = (...words: string[]) =>
      execFileSync("bash", [
        "-c",
        `${out}\nCOMP_WORDS=(spillway ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _spillway; echo "\${COMPREPLY[@]}"`,
      ])
        .toString()
        .trim();
    expect(complete("com")).toBe("compare components completion");
    expect(complete("simulate", "--fo")).toBe("--format");
    expect(complete("simulate", "--format", "j")).toBe("json junit");
    expect(complete("components", "po")).toBe("pool");
  });

  it.each(["zsh", "fish"])("has a script for %s", async (shell) => {
    const { code, out } = await spillway.run("completion", shell);
    expect(out).toContain("simulate");
    expect(code).toBe(0);
  });
});

describe("--help", () => {
  it.each([
    "simulate",
    "compare",
    "sweep",
    "recommend",
    "explain",
    "breakpoint",
    "components",
    "completion",
    "check",
  ])("of %s has examples that name it", async (command) => {
    const { code, out } = await spillway.run(command, "--help");
    expect(out).toMatch(new RegExp(`Examples:\\n(.*\\n)*.*spillway ${command}`));
    expect(code).toBe(0);
  });
});
