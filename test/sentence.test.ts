import { describe, expect, it } from "vitest";
import { added, both, english, inTurn, listed, sentence, told } from "../words/sentence.ts";

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
    expect([listed([]), listed(["a"]), listed(["a", 2, sentence("c")])].map(english)).toEqual([
      "",
      "a",
      "a, 2, c",
    ]);
    expect([both(["a", "b"]), added([1, 2, 3]), inTurn(["a", "b"])].map(english)).toEqual([
      "a and b",
      "1 + 2 + 3",
      "a; b",
    ]);
  });

  it("is told in another language with all that fills it in, and in English where nobody translated it", () => {
    const strings = { "{0} of {1}": "{1}s {0}", wait: "Warten" };
    const wait = sentence("{0} of {1}", sentence("wait"), sentence("pool"));
    expect(told(wait, strings)).toBe("pools Warten");
    expect(told(sentence("toString"), strings)).toBe("toString");
  });
});
