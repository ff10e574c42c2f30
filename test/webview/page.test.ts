import { describe, expect, it } from "vitest";
import { page } from "../../webview/page.ts";

const parts = {
  scriptUri: "/webview.js",
  styleUri: "/webview.css",
  nonce: "abc123",
  cspSource: "'self'",
  lang: "en",
  title: "Spillway",
};

const policyOf = (html: string) => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";

describe("the page", () => {
  it("names its language and its title", () => {
    const html = page({ ...parts, lang: "de", title: "Spillway: pool" });
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("<title>Spillway: pool</title>");
  });

  it("forbids everything that it does not name", () => {
    const policy = policyOf(page(parts));
    expect(policy.split("; ")[0]).toBe("default-src 'none'");
    expect(policy).toContain("script-src 'nonce-abc123'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it("allows no connection in VS Code, and one socket in the browser", () => {
    expect(policyOf(page(parts))).not.toContain("connect-src");
    expect(policyOf(page({ ...parts, connectSrc: "ws://127.0.0.1:4000" }))).toContain(
      "connect-src ws://127.0.0.1:4000",
    );
  });

  it("has no inline style, no inline handler, and one script with the nonce", () => {
    const html = page(parts);
    expect(html).not.toMatch(/\sstyle=|\son\w+=|<style/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="abc123"');
  });

  it("lets no title leave its element", () => {
    const html = page({ ...parts, title: '</title><script>alert("x")</script>' });
    expect(html).not.toContain("</title><script>");
    expect(html).toContain("&lt;/title&gt;");
  });
});
