import { describe, expect, it } from "vitest";
import type { Problem } from "../../simulator/protocol.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";

/** A valid document with one line put in place of another; the problems it then has. */
const VALID = `schemaVersion: 1
name: One pool
run: { duration: 60s, warmUp: 5s }
components:
  - id: clients
    type: source
    arrival: { model: open, rate: 120/s }
    deadline: 2s
    calls: [api]
  - id: api
    type: server
    queue: { limit: 10, order: fifo }
    steps:
      - query: { pool: orders-db, work: 50ms }
  - id: orders-db
    type: pool
    max: 10
    min: 2
    acquireTimeout: none
    target: postgres
  - id: postgres
    type: database
    serviceTime: { distribution: exponential, mean: 5ms }
events:
  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }
windows: { late: [30s, 50s] }
budgets:
  - { metric: latency.p99, of: clients, below: 500ms, window: late }
variants:
  A: {}
  B: { orders-db.acquireTimeout: 1s }
expect:
  - "latency.p99(A, clients) < 5s"
`;

function problemsOf(text: string): Problem[] {
  const result = parseScenario(text);
  return result.ok ? [] : result.problems;
}

type Case = { line: string; becomes: string; at: string; path: string; says: RegExp; suggests?: RegExp };

/** `at` is the piece of the new line at which the problem is shown. */
const cases: Case[] = [
  {
    line: "    deadline: 2s",
    becomes: "    deadline: 2000",
    at: "2000",
    path: "clients.deadline",
    says: /^2000 has no unit: write a duration such as "2000ms"/,
  },
  {
    line: "    deadline: 2s",
    becomes: "    deadline: 0",
    at: "0",
    path: "clients.deadline",
    says: /write "none" for no limit/,
  },
  {
    line: "    deadline: 2s",
    becomes: "    deadline: 0s",
    at: "0s",
    path: "clients.deadline",
    says: /write "none" for no limit/,
  },
  {
    line: "    deadline: 2s",
    becomes: "    deadlin: 2s",
    at: "deadlin",
    path: "clients.deadlin",
    says: /unknown key "deadlin"/,
    suggests: /did you mean "deadline"\?/,
  },
  {
    line: "    max: 10",
    becomes: "    max: 0",
    at: "0",
    path: "orders-db.max",
    says: /^0 is not a whole number of at least 1/,
  },
  {
    line: "    max: 10",
    becomes: "    max: 2.5",
    at: "2.5",
    path: "orders-db.max",
    says: /^2.5 is not a whole number/,
  },
  {
    line: "    max: 10",
    becomes: "    max: 1",
    at: "2",
    path: "orders-db.min",
    says: /min 2 is above max 1/,
  },
  {
    line: "    max: 10",
    becomes: "    maxx: 10",
    at: "maxx",
    path: "orders-db.maxx",
    says: /unknown key/,
    suggests: /did you mean "max"\?/,
  },
  {
    line: "    target: postgres",
    becomes: "    target: postgre",
    at: "postgre",
    path: "orders-db.target",
    says: /there is no component "postgre"/,
    suggests: /did you mean "postgres"\?/,
  },
  {
    line: "    target: postgres",
    becomes: "    target: clients",
    at: "clients",
    path: "orders-db.target",
    says: /"clients" is a source: nothing can call it/,
  },
  {
    line: "    calls: [api]",
    becomes: "    calls: [api, 5]",
    at: "5",
    path: "clients.calls.1",
    says: /^5 is not text or an object/,
  },
  {
    line: "    calls: [api]",
    becomes: "    calls: [{ target: api, retry: { maxRetries: 3, backof: {} } }]",
    at: "backof",
    path: "clients.calls.0.retry.backof",
    says: /unknown key/,
    suggests: /backoff/,
  },
  {
    line: "    calls: [api]",
    becomes: "    calls: [{ target: api, hedge: { after: 2s }, timeout: 1s }]",
    at: "2s",
    path: "clients.calls.0.hedge.after",
    says: /a hedge after 2s is never sent: the call times out after 1s/,
  },
  {
    line: "    queue: { limit: 10, order: fifo }",
    becomes: "    queue: { limit: 10, order: fif }",
    at: "fif ",
    path: "api.queue.order",
    says: /"fif" is not one of "fifo", "lifo", "priority"/,
    suggests: /did you mean "fifo"\?/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - query: { pool: postgres, work: 50ms }",
    at: "postgres",
    path: "api.steps.0.query.pool",
    says: /"postgres" is a database: a query needs a pool/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - querry: { pool: orders-db }",
    at: "querry",
    path: "api.steps.0.querry",
    says: /unknown key "querry"/,
    suggests: /did you mean "query"\?/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - repeat: { times: 2, steps: [{ compute: 5 }] }",
    at: "5 ",
    path: "api.steps.0.repeat.steps.0.compute",
    says: /5 has no unit/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - call: api",
    at: "api",
    path: "api.steps.0.call.target",
    says: /calls go round in a circle: api -> api/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - branch: [{ ratio: 0.6, steps: [] }, { ratio: 0.6, steps: [] }]",
    at: "[",
    path: "api.steps.0.branch",
    says: /the ratios sum to 1.2: they must not be above 1/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes: "      - lookup: { cache: orders-db, onMiss: [] }",
    at: "orders-db",
    path: "api.steps.0.lookup.cache",
    says: /"orders-db" is a pool: a lookup needs a cache/,
  },
  {
    line: "      - query: { pool: orders-db, work: 50ms }",
    becomes:
      "      - repeat: { times: 2000, steps: [{ repeat: { times: 2000, steps: [{ compute: 1ms }] } }] }",
    at: "{ compute",
    path: "api.steps.0.repeat.steps.0.repeat.steps.0",
    says: /one request runs more than 1,000,000 steps here/,
  },
  {
    line: "    serviceTime: { distribution: exponential, mean: 5ms }",
    becomes: "    serviceTime: { distribution: expo, mean: 5ms }",
    at: "expo",
    path: "postgres.serviceTime.distribution",
    says: /"expo" is not known here/,
    suggests: /exponential/,
  },
  {
    line: "    serviceTime: { distribution: exponential, mean: 5ms }",
    becomes: "    serviceTime: { distribution: exponential }",
    at: "{",
    path: "postgres.serviceTime",
    says: /"mean" is missing/,
    suggests: /add "mean"/,
  },
  {
    line: "    serviceTime: { distribution: exponential, mean: 5ms }",
    becomes: "    serviceTime: { distribution: uniform, min: 5ms, max: 1ms }",
    at: "5ms",
    path: "postgres.serviceTime.min",
    says: /min 5ms is above max 1ms/,
  },
  {
    line: "    serviceTime: { distribution: exponential, mean: 5ms }",
    becomes:
      "    serviceTime: { distribution: empirical, quantiles: [[0, 1ms], [0.9, 5ms], [0.5, 6ms], [1, 7ms]] }",
    at: "0.5",
    path: "postgres.serviceTime.quantiles.2.0",
    says: /ascending/,
  },
  {
    line: "    serviceTime: { distribution: exponential, mean: 5ms }",
    becomes: "    serviceTime: { distribution: hyperexponential, phases: [{ ratio: 0.5, mean: 1ms }] }",
    at: "[",
    path: "postgres.serviceTime.phases",
    says: /the ratios sum to 0.5: they must sum to 1/,
  },
  {
    line: "    type: database",
    becomes: "    type: databse",
    at: "databse",
    path: "postgres.type",
    says: /"databse" is not known here/,
    suggests: /database/,
  },
  {
    line: "  - id: postgres",
    becomes: "  - id: api",
    at: "api",
    path: "api.id",
    says: /the id "api" is taken by component 2 of the list/,
  },
  {
    line: "  - id: postgres",
    becomes: "  - id: run",
    at: "run",
    path: "run.id",
    says: /"run" cannot be an id/,
  },
  {
    line: "  - id: postgres",
    becomes: "  - id: 9x",
    at: "9x",
    path: "9x.id",
    says: /"9x" is not a component id/,
  },
  {
    line: "run: { duration: 60s, warmUp: 5s }",
    becomes: "run: { duration: 60s, warmUp: 60s }",
    at: "60s }",
    path: "run.warmUp",
    says: /a warm-up of 60s leaves nothing of a run of 60s/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 20s, until: 10s, target: postgres, fault: down }",
    at: "10s",
    path: "events.0.until",
    says: /must begin before/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 70s, target: postgres, fault: down }",
    at: "70s",
    path: "events.0.at",
    says: /70s is after the end of the run, which lasts 60s/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 20s, target: postgres, fault: latncy }",
    at: "latncy",
    path: "events.0.fault",
    says: /"latncy" is not known here/,
    suggests: /latency/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 20s, target: api, fault: flush }",
    at: "api",
    path: "events.0.target",
    says: /"api" is a server: "flush" can happen to a cache/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 20s, set: { orders-db.max: 0 } }",
    at: "0 }",
    path: "events.0.set.orders-db.max",
    says: /^0 is not a whole number/,
  },
  {
    line: "  - { at: 20s, until: 40s, target: postgres, fault: latency, multiplyBy: 4 }",
    becomes: "  - { at: 20s, set: { orders-db.type: server } }",
    at: "orders-db.type",
    path: "events.0.set.orders-db.type",
    says: /cannot change/,
  },
  {
    line: "windows: { late: [30s, 50s] }",
    becomes: "windows: { late: [30s, 20s] }",
    at: "[30s",
    path: "windows.late",
    says: /not after it begins/,
  },
  {
    line: "  - { metric: latency.p99, of: clients, below: 500ms, window: late }",
    becomes: "  - { metric: latency.p98, of: clients, below: 500ms }",
    at: "latency.p98",
    path: "budgets.0.metric",
    says: /there is no metric "latency.p98"/,
    suggests: /latency\.p9/,
  },
  {
    line: "  - { metric: latency.p99, of: clients, below: 500ms, window: late }",
    becomes: "  - { metric: pool.wait.p99, of: clients, below: 500ms }",
    at: "pool.wait.p99",
    path: "budgets.0.metric",
    says: /a source has no "pool.wait.p99"/,
    suggests: /pool/,
  },
  {
    line: "  - { metric: latency.p99, of: clients, below: 500ms, window: late }",
    becomes: "  - { metric: latency.p99, of: clients, below: 500ms, atLeast: 5 }",
    at: "{ metric",
    path: "budgets.0",
    says: /exactly one of "below" and "atLeast"/,
  },
  {
    line: "  B: { orders-db.acquireTimeout: 1s }",
    becomes: "  B: { orders.acquireTimeout: 1s }",
    at: "orders.acquireTimeout",
    path: "variants.B.orders.acquireTimeout",
    says: /there is no component "orders"/,
  },
  {
    line: "  B: { orders-db.acquireTimeout: 1s }",
    becomes: "  B: { orders-db.acquireTimeout: 1 }",
    at: "1 }",
    path: "variants.B.orders-db.acquireTimeout",
    says: /^1 has no unit/,
  },
  {
    line: "  B: { orders-db.acquireTimeout: 1s }",
    becomes: "  B: { api.steps.7: {} }",
    at: "api.steps.7",
    path: "variants.B.api.steps.7",
    says: /api\.steps has 1 items, and none of them is "7"/,
  },
  {
    line: "  B: { orders-db.acquireTimeout: 1s }",
    becomes: "  constructor: {}",
    at: "constructor",
    path: "variants.constructor",
    says: /cannot be a name/,
  },
  {
    line: '  - "latency.p99(A, clients) < 5s"',
    becomes: '  - "latency.p99(C, clients) < 5s"',
    at: "C",
    path: "expect.0",
    says: /there is no variant "C"/,
  },
  {
    line: '  - "latency.p99(A, clients) < 5s"',
    becomes: '  - "latency.p99(A, clients) 5s"',
    at: "5s",
    path: "expect.0",
    says: /one of < <= > >= is expected here/,
  },
  {
    line: '  - "latency.p99(A, clients) < 5s"',
    becomes: '  - "latncy.p99(A, clients) < 5s"',
    at: "latncy",
    path: "expect.0",
    says: /there is no metric/,
    suggests: /latency\.p99/,
  },
];

describe("problems of a scenario", () => {
  it("are none in a valid one", () => {
    expect(problemsOf(VALID)).toEqual([]);
  });

  it.each(cases)("$becomes: says $says at $at", ({ line, becomes, at, path, says, suggests }) => {
    const lines = VALID.split("\n");
    const index = lines.indexOf(line);
    expect(index).toBeGreaterThanOrEqual(0);
    const text = lines.with(index, becomes).join("\n");
    const found = problemsOf(text);
    const problem = found.find((each) => says.test(each.message));
    expect(problem, JSON.stringify(found)).toBeDefined();
    const shownLine = text.split("\n")[problem!.line - 1]!;
    expect(shownLine.slice(problem!.column - 1, problem!.column - 1 + at.length)).toBe(at);
    expect(problem!.path).toBe(path);
    if (suggests !== undefined) expect(problem!.suggestion).toMatch(suggests);
  });

  it("stand at the same places in JSON with comments, whatever the line ends", () => {
    const text =
      '\uFEFF// a comment\r\n{\r\n  "schemaVersion": 1,\r\n  "name": "x",\r\n  "components": [{ "id": "a", "typ": "source", },],\r\n}';
    expect(problemsOf(text)).toMatchObject([
      { line: 5, column: 18, path: "a", message: '"type" is missing' },
    ]);
  });

  it("of JSON that does not end say what is missing", () => {
    expect(problemsOf('{ "schemaVersion": 1,\n  "name": "x"\n')).toMatchObject([
      { line: 3, column: 1, message: '"}" is missing' },
    ]);
  });
});
