import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { PathError, parameterAt, withParameter } from "../../simulator/scenario/document.ts";
import { editText, setValue } from "../../simulator/scenario/edit.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { documentOf } from "./document-of.ts";

const JSONC = `{
  // what it is about
  "schemaVersion": 1,
  "components": [
    { "id": "clients", "calls": ["api", "web"] },
    {
      "id": "db",
      "max": 10, // connections
      "target": "pg" // the server
    },
    { "id": "empty" }, { "id": "trailing", "a": 1, },
  ],
}
`;

const YAML = `schemaVersion: 1
components:
  - id: clients
    calls: [api]
  - id: db   # the pool
    max: 10  # connections
    target: pg # the server

  - { id: flow, max: 1 }
`;

const EVENTFUL = `{
  "schemaVersion": 1,
  "events": [
    { "at": "5s", "target": "db", "fault": "down" } // at night
  ]
}
`;

const edited: [what: string, text: string, path: string, value: Json, before: string, after: string][] = [
  [
    "the first event",
    JSONC,
    "events",
    { at: "9s", fault: "flush" },
    "  ],\n}",
    '  ],\n  "events": [{ "at": "9s", "fault": "flush" }]\n}',
  ],
  [
    "one more event, after a comment",
    EVENTFUL,
    "events",
    { at: "9s", fault: "flush" },
    '"down" } // at night\n',
    '"down" }, // at night\n    { "at": "9s", "fault": "flush" }\n',
  ],
  ["an event of an empty list", '{ "events": [] }', "events", { at: "9s" }, "[]", '[{ "at": "9s" }]'],
  [
    "one more event, in YAML",
    "events:\n  - at: 5s\n    fault: down\nname: x\n",
    "events",
    { at: "9s", fault: "flush" },
    "    fault: down\n",
    "    fault: down\n  - { at: 9s, fault: flush }\n",
  ],
  ["a number", JSONC, "db.max", 20, '"max": 10, // c', '"max": 20, // c'],
  ["a text", JSONC, "db.target", "my", '"pg" //', '"my" //'],
  [
    "a new key on a line of its own, after a comment",
    JSONC,
    "db.min",
    2,
    '"target": "pg" // the server\n',
    '"target": "pg", // the server\n      "min": 2\n',
  ],
  ["a new key on the same line", JSONC, "empty.max", 5, '{ "id": "empty" }', '{ "id": "empty", "max": 5 }'],
  ["a new key after a trailing comma", JSONC, "trailing.b", 2, '"a": 1, }', '"a": 1, "b": 2 }'],
  [
    "a new group",
    JSONC,
    "db.queue.limit",
    5,
    '"pg" // the server\n',
    '"pg", // the server\n      "queue": { "limit": 5 }\n',
  ],
  [
    "a short call that needs room",
    JSONC,
    "clients.calls.web.retry.maxRetries",
    3,
    '"web"]',
    '{ "target": "web", "retry": { "maxRetries": 3 } }]',
  ],
  ["the target of a short call", JSONC, "clients.calls.0.target", "db", '["api"', '["db"'],
  [
    "a parameter of the run",
    JSONC,
    "run.seed",
    7,
    '    { "id": "empty" }, { "id": "trailing", "a": 1, },\n  ],\n',
    '    { "id": "empty" }, { "id": "trailing", "a": 1, },\n  ],\n  "run": { "seed": 7 }\n',
  ],
  ["a number in YAML", YAML, "db.max", 20, "max: 10  #", "max: 20  #"],
  [
    "a new key in YAML, after a comment",
    YAML,
    "db.acquireTimeout",
    "1s",
    "target: pg # the server\n",
    "target: pg # the server\n    acquireTimeout: 1s\n",
  ],
  [
    "a new key in YAML with brackets",
    YAML,
    "flow.min",
    0,
    "{ id: flow, max: 1 }",
    "{ id: flow, max: 1, min: 0 }",
  ],
  ["a text in YAML that would be a number", YAML, "db.target", "1e3", "target: pg", 'target: "1e3"'],
  ["a short call in YAML", YAML, "clients.calls.0.timeout", "1s", "[api]", "[{ target: api, timeout: 1s }]"],
];

describe("an edit", () => {
  it.each(edited)("of %s changes that and nothing else", (_what, text, path, value, before, after) => {
    expect(text).toContain(before);
    expect(setValue(text, path, value)).toBe(text.replace(before, after));
  });

  it("says its offsets from the start of the text, byte order mark included", () => {
    const [edit] = editText(`\uFEFF${JSONC}`, "db.max", 20);
    expect(edit).toEqual({ offset: JSONC.indexOf("10,") + 1, length: 2, newText: "20" });
  });

  it("of a text that cannot be read is refused with the reason", () => {
    expect(() => setValue("{ ", "db.max", 1)).toThrow('"}" is missing');
  });
});

describe("a parameter path", () => {
  const raw = documentOf();

  it("reaches items of a list by index, and by target where there is one of that name", () => {
    expect(parameterAt(raw, "clients.calls.1.timeout")).toBe("1s");
    expect(parameterAt(raw, "clients.calls.0.target")).toBe("api");
    expect(parameterAt(raw, "api.steps.0.query.work.mean")).toBe("50ms");
    expect(parameterAt(raw, "run.warmUp")).toBe("5s");
    expect(parameterAt(raw, "orders-db.min")).toBeUndefined();
  });

  it("shares what it does not change, and changes nothing in place", () => {
    const before = structuredClone(raw);
    const after = withParameter(raw, "orders-db.max", 20) as typeof raw;
    expect(raw).toEqual(before);
    expect((after.components as Json[])[0]).toBe((raw.components as Json[])[0]);
    expect(parameterAt(after, "orders-db.max")).toBe(20);
  });

  it("reaches endpoints with dots and slashes in their names", () => {
    const dotted = documentOf({
      components: [{ id: "api", endpoints: { "v1.2/pay": [{ compute: "1ms" }] } }],
    });
    expect(parameterAt(dotted, "api.endpoints.v1.2/pay.0.compute")).toBe("1ms");
  });

  it.each([
    ["order-db.max", /there is no component "order-db"/],
    ["orders-db", /names no parameter/],
    ["orders-db.max.deep", /orders-db\.max is 10, which has nothing inside/],
    ["api.steps.3.compute", /api\.steps has 1 items, and none of them is "3"/],
    ["clients.calls.api.weight", /clients\.calls has 2 items, and none of them is "api"/],
    ["api.__proto__.polluted", /leads nowhere/],
    ["api.constructor.5", /leads nowhere/],
  ])("%s leads nowhere and says how far it gets", (path, says) => {
    expect(() => withParameter(raw, path, 1)).toThrow(says);
    expect(() => withParameter(raw, path, 1)).toThrow(PathError);
  });

  it("cannot reach a prototype", () => {
    expect(() => withParameter(raw, "api.queue.__proto__", { polluted: 1 })).toThrow(PathError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(parseScenario('{ "__proto__": { "polluted": 1 } }').ok).toBe(false);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
