import { describe, expect, it } from "vitest";
import { isOurs } from "../../cli/serve/loopback.ts";

const host = "127.0.0.1:4000";

describe("a request to the panel's server", () => {
  it.each([
    ["the page itself", { host }, false, true],
    ["the page by its other name", { host: "localhost:4000" }, false, true],
    ["a socket of the page", { host, origin: `http://${host}` }, true, true],
    ["a name that was made to point here", { host: "evil.example:4000" }, false, false],
    ["another port", { host: "127.0.0.1:5000" }, false, false],
    ["no host", {}, false, false],
    ["a socket of another page", { host, origin: "https://evil.example" }, true, false],
    ["a socket of another local server", { host, origin: "http://127.0.0.1:9999" }, true, false],
    ["a socket of a file", { host, origin: "null" }, true, false],
    ["a socket of no page at all", { host }, true, false],
    ["a request of another page", { host, origin: "https://evil.example" }, false, false],
  ])("from %s: %o, socket %s, is answered: %s", (_name, headers, socket, answered) => {
    expect(isOurs(headers, 4000, { socket })).toBe(answered);
  });
});
