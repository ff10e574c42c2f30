import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { MAX_LENGTH, MAX_PROBLEMS, parseRaw, parseScenario } from "../../simulator/scenario/parse.ts";
import { documentOf, withComponent } from "./document-of.ts";

const messages = (text: string): string[] => {
  const result = parseScenario(text);
  return result.ok ? [] : result.problems.map(({ message }) => message);
};

/** Milliseconds that reading takes. */
function timed(text: string): { milliseconds: number; messages: string[] } {
  const start = performance.now();
  const found = messages(text);
  return { milliseconds: performance.now() - start, messages: found };
}

function hollowSteps(): string {
  const steps = Array.from({ length: 1000 }, () => ({ comput: "1ms" }));
  const endpoints = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`e${i}`, steps]));
  return JSON.stringify(withComponent({ id: "api", endpoints }));
}

describe("hostile documents", () => {
  it.each([
    ["nothing", "", /the document is empty/],
    ["spaces", " \n\t\n", /./],
    ["a byte order mark alone", "\uFEFF", /the document is empty/],
    ["a comment alone", "// nothing\n", /the document is empty/],
    ["a number", "42", /42 is not a scenario: write an object/],
    ["a list", "[]", /\[\] is not a scenario/],
    ["null", "null", /null is not a scenario/],
    ["text that is not closed", '{ "name": "x', /closing quote is missing/],
    ["a comment that is not closed", '{ "name": "x" } /* ', /a comment does not end/],
    ["two documents", "name: x\n---\nname: y\n", /a scenario is one document/],
    ["a tag", "name: !!js/function x\n", /tag/],
    ["an alias", "a: &x 1\nb: *x\n", /refers to another place/],
    ["a key twice in JSON", '{ "name": "x", "name": "y" }', /the key "name" stands here twice/],
    ["a key twice in YAML", "name: x\nname: y\n", /the key "name" stands here twice/],
    ["a prototype in JSON", '{ "__proto__": { "ok": true } }', /unknown key "__proto__"/],
    ["a prototype in YAML", "__proto__: { ok: true }\n", /unknown key "__proto__"/],
    ["a constructor", '{ "constructor": 1 }', /unknown key "constructor"/],
    ["a number beyond all numbers in JSON", '{ "schemaVersion": 1e999 }', /1e999 is too large a number/],
    ["a number beyond all numbers in YAML", "schemaVersion: .inf\n", /Infinity is not a value/],
    ["no number", "schemaVersion: .nan\n", /NaN is not a value/],
    ["a control character", JSON.stringify(documentOf({ name: "a\u0000b" })), /control character/],
    ["a list as a key", "? [a, b]\n: c\n", /a key must be plain text/],
  ])("%s is refused with a reason", (_what, text, says) => {
    const found = messages(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.join("\n")).toMatch(says);
  });

  it.each([
    ["JSON lists", "[".repeat(10_000)],
    ["closed JSON lists", `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["JSON objects", '{"a":'.repeat(10_000)],
    ["YAML lists in brackets", `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`],
    ["YAML lists in one line", `${"- ".repeat(10_000)}x`],
    ["YAML keys in one line", `${"? ".repeat(10_000)}x`],
  ])("%s nested 10,000 deep are refused without running out of stack", (_what, text) => {
    expect(messages(text)).toEqual(["nested more than 64 levels deep"]);
  });

  it("loops nested 10,000 deep in an already parsed value are refused too", () => {
    let steps: Json = [];
    for (let depth = 0; depth < 10_000; depth++) steps = [{ repeat: { times: 1, steps } }];
    const result = parseRaw(withComponent({ id: "api", steps }));
    expect(result).toMatchObject({ ok: false, problems: [{ message: "nested more than 64 levels deep" }] });
  });

  it("10,000 components are too many, and that is said within 2 s", () => {
    const components = Array.from({ length: 10_000 }, (_, i) => ({ id: `c${i}`, type: "database" }));
    const { milliseconds, messages } = timed(JSON.stringify(documentOf({ components })));
    expect(messages).toEqual(["10000 items are too many: at most 2000"]);
    expect(milliseconds).toBeLessThan(2000);
  });

  it("a chain of 2,000 components is read within 2 s, and refused as too deep", () => {
    const components = [
      { id: "s", type: "source", arrival: { model: "open", rate: "1/s" }, calls: ["c0"] },
      ...Array.from({ length: 1998 }, (_, i) => ({
        id: `c${i}`,
        type: "server",
        steps: [{ call: `c${i + 1}` }],
      })),
      { id: "c1998", type: "server", steps: [] },
    ];
    const { milliseconds, messages } = timed(JSON.stringify(documentOf({ components })));
    expect(messages).toEqual([expect.stringContaining("more than 250 components deep")]);
    expect(milliseconds).toBeLessThan(2000);
  });

  it("a circle of calls names everybody in it", () => {
    const components = [
      { id: "s", type: "source", arrival: { model: "open", rate: "1/s" }, calls: ["a"] },
      { id: "a", type: "balancer", targets: ["b"] },
      { id: "b", type: "breaker", target: "c" },
      { id: "c", type: "server", forward: "a" },
    ];
    expect(messages(JSON.stringify(documentOf({ components })))).toEqual([
      "calls go round in a circle: a -> b -> c -> a",
    ]);
  });

  it("calls that multiply from server to server are refused where they grow too many", () => {
    const components = [
      { id: "s", type: "source", arrival: { model: "open", rate: "1/s" }, calls: ["a"] },
      ...["a", "b", "c"].map((id, i) => ({
        id,
        type: "server",
        steps: [{ repeat: { times: 1000, steps: [{ call: ["b", "c", "d"][i] as string }] } }],
      })),
      { id: "d", type: "server", steps: [] },
    ];
    const result = parseScenario(JSON.stringify(documentOf({ components })));
    expect(result).toMatchObject({ ok: false, problems: [{ path: "b.steps.0.repeat.steps.0.call.target" }] });
  });

  it("a scenario in which nothing sends requests is refused", () => {
    expect(messages(JSON.stringify(documentOf({ components: [{ id: "db", type: "database" }] })))).toEqual([
      "nothing sends requests",
    ]);
  });

  it("reports a hundred problems and how many more there are", () => {
    const text = JSON.stringify(
      documentOf(Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`x${i}`, 1]))),
    );
    const found = messages(text);
    expect(found).toHaveLength(MAX_PROBLEMS + 1);
    expect(found.at(-1)).toBe("and 150 more");
  });

  it.each([
    ["JSON of one long text", `{"name":"${"x".repeat(MAX_LENGTH - 20)}"}`],
    ["JSON of many small values", `{"name":[${"1,".repeat(MAX_LENGTH / 2 - 20)}1]}`],
    ["comments that open and do not close", `{${"/*".repeat(MAX_LENGTH / 2 - 5)}`],
    ["quotes", `{${'"\\'.repeat(MAX_LENGTH / 2 - 5)}`],
    ["YAML, which is read up to 1 MB", `name: ${"x".repeat(MAX_LENGTH - 20)}`],
    ["steps that are none, 200,000 of them", hollowSteps()],
    ["YAML with 70,000 keys", Array.from({ length: 70_000 }, (_, i) => `key${i}: 1`).join("\n")],
  ])(
    "5 MB: %s",
    (_what, text) => {
      const { milliseconds, messages } = timed(text);
      expect(messages.length).toBeGreaterThan(0);
      expect(milliseconds).toBeLessThan(20_000);
    },
    30_000,
  );

  it("more than 5 MB are not read", () => {
    expect(messages(" ".repeat(MAX_LENGTH + 1))).toEqual([
      "the document has 5000001 characters: at most 5000000 are read",
    ]);
  });
});
