import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { linkOf, textOfLink } from "../../extension/links/scenario-link.ts";
import { STARTER } from "../../host/starter.ts";
import { english } from "../../words/sentence.ts";

/** As the editor takes a link apart. */
function opened(link: string) {
  const { pathname, search } = new URL(link);
  return textOfLink(pathname, decodeURIComponent(search.slice(1)));
}

function refusal(path: string, query: string): string {
  const found = textOfLink(path, query);
  return "refused" in found ? english(found.refused) : "";
}

it("a link holds the whole text of a scenario, and nothing that has to be escaped", () => {
  const text = STARTER.replace("{", "{ // Größe?&=%+\n");
  const link = linkOf("vscode", "spillway.spillway", text) ?? "";
  expect(link).toMatch(/^vscode:\/\/spillway\.spillway\/open\?scenario=[\w-]+$/);
  expect(link.length).toBeLessThan(1500);
  expect(opened(link)).toEqual({ text });
});

it("a text that browsers would cut off gets no link", () => {
  const noise = Array.from({ length: 40_000 }, (_, n) =>
    String.fromCharCode(33 + ((n * 7919) % 89) + (n % 5)),
  ).join("");
  const text = Array.from({ length: 400 }, (_, n) => noise.slice(n * 97, n * 97 + 97) + n ** 3).join("");
  expect(linkOf("vscode", "spillway.spillway", text.repeat(40))).toBeUndefined();
});

it.each([
  ["/close", "scenario=AAAA", 'A link to Spillway begins with "/open", not with "/close".'],
  ["/open", "", "The link has no scenario."],
  ["/open", "scenario=", "The link has no scenario."],
  ["/open", "scenario=%%%", "The scenario in the link is damaged, or was cut off on its way."],
  [
    "/open",
    `scenario=${deflateRawSync("{}").toString("base64url").slice(0, 2)}`,
    "The scenario in the link is damaged, or was cut off on its way.",
  ],
  [
    "/open",
    `scenario=${deflateRawSync(Buffer.from([0xff, 0xfe])).toString("base64url")}`,
    "The scenario in the link is damaged, or was cut off on its way.",
  ],
])("%s?%s is refused: %s", (path, query, reason) => {
  expect(refusal(path, query)).toBe(reason);
});

it("a small link that unpacks to very much is refused", () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url");
  expect(refusal("/open", `scenario=${bomb}`)).toBe(
    "The scenario in the link is damaged, or was cut off on its way.",
  );
});
