import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileFacts } from "../../linter/facts.ts";
import { createFrontEnd } from "../../linter/languages/front-end.ts";
import { outlineOf } from "../../linter/outline/outline.ts";
import { ByteReader, ByteWriter } from "../../linter/packed/bytes.ts";
import { pack } from "../../linter/packed/pack.ts";
import { unpack, unpackOutline } from "../../linter/packed/unpack.ts";
import { grammars } from "./linter.ts";

const frontEnd = await createFrontEnd(grammars);

function factsOf(path: string, text: string): FileFacts {
  const facts = frontEnd.read(path, text);
  if (facts === undefined) throw new Error(`${path} is of no language`);
  return facts;
}

/** Facts whose parts are not all unpacked yet, as a whole. */
function whole(facts: FileFacts, like: FileFacts): unknown {
  return Object.fromEntries(Object.keys(like).map((part) => [part, facts[part as keyof FileFacts]]));
}

/** As text in which the order of properties makes no difference. */
function said(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const sources = globSync(["linter/**/*.ts", "webview/*.ts", "test/linter/corpus/*.ts"]);

test.each(sources)("%s: the facts come out as they went in", (path) => {
  const facts = factsOf(path, readFileSync(path, "utf8"));
  const packed = pack(facts);
  expect(said(whole(unpack(packed), facts)) === said(facts)).toBe(true);
  expect(unpackOutline(packed)).toEqual(outlineOf(facts));
  expect(packed.lines).toBe(facts.lineStarts.length);
});

test("every number, text and sign of a literal is kept", () => {
  const text =
    'f(-0, 1e300, 0x10, 1_000n, "é", "\\u{1f600}", null, true, { "x-y": 1, [k]: 2, ...z }, `a$' + "{b}😀`);";
  const facts = factsOf("a.ts", text);
  expect(said(whole(unpack(pack(facts)), facts))).toBe(said(facts));
  expect(unpack(pack(facts)).calls[0]!.arguments[0]).toMatchObject({ kind: "literal", value: -0 });
});

test("what stands in several places is one thing again", () => {
  const facts = unpack(pack(factsOf("a.ts", "export const f = () => { return g(1); };")));
  expect(facts.exits[0]!.value).toBe(facts.functions[1]!.returns[0]!.value);
});

test("packed facts are a tenth of the facts as text", () => {
  const facts = factsOf("a.ts", readFileSync("linter/link/values/evaluator.ts", "utf8"));
  const { bytes, texts } = pack(facts);
  expect(bytes.length + texts.length).toBeLessThan(JSON.stringify(facts).length / 10);
});

test("whole numbers of either sign come back", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 })), (numbers) => {
      const writer = new ByteWriter();
      for (const number of numbers) writer.signed(number);
      for (const number of numbers) writer.number(Math.abs(number));
      const reader = new ByteReader(writer.written());
      expect(numbers.map(() => reader.signed())).toEqual(numbers);
      expect(numbers.map(() => reader.number())).toEqual(numbers.map(Math.abs));
    }),
    { numRuns: 200, seed: 7 },
  );
});

test("bytes that are damaged end in an error or in facts, never in a loop", () => {
  const facts = factsOf("a.ts", readFileSync("linter/text.ts", "utf8"));
  const { bytes, ...rest } = pack(facts);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, end) => {
      const damaged = bytes.slice(0, end);
      if (at < end) damaged[at] = byte;
      try {
        whole(unpack({ ...rest, bytes: damaged }), facts);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 500, seed: 7 },
  );
});
