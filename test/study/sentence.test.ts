import { describe, expect, it } from "vitest";
import { added, both, english, listed, sentence } from "../../simulator/sentence.ts";

const said = (one: ReturnType<typeof listed>) => (typeof one === "object" ? english(one) : one);

describe("a sentence", () => {
  it("is filled in with numbers, words, and sentences", () => {
    const wait = sentence("{0} of {1}", sentence("pool wait"), "orders-db");
    expect(english(sentence("{1} grew most, by {0}: {1}.", 3, wait))).toBe(
      "pool wait of orders-db grew most, by 3: pool wait of orders-db.",
    );
  });

  it("keeps a place for which there is nothing, and does not fill in what was filled in", () => {
    expect(english(sentence("{0} and {1}", "{1}"))).toBe("{1} and {1}");
  });

  it("lists any number of things", () => {
    expect([listed([]), listed(["a"]), said(listed(["a", 2, sentence("c")]))]).toEqual(["", "a", "a, 2, c"]);
    expect([said(both(["a", "b"])), said(added([1, 2, 3]))]).toEqual(["a and b", "1 + 2 + 3"]);
  });
});
