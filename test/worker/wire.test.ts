import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../../simulator/wire.ts";

describe("messages as text", () => {
  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])(
    "keep %d, which JSON does not",
    (n) => {
      expect(decode(encode({ type: "speed", factor: n }))).toEqual({ type: "speed", factor: n });
    },
  );

  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // JSON itself has no -0.
        expect(decode(encode(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("leave an object alone that only looks like a number", () => {
    expect(decode('{"$number":"12"}')).toEqual({ $number: "12" });
  });

  it("are refused where they are no JSON", () => {
    expect(() => decode("{")).toThrow(SyntaxError);
  });
});
