import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: the one that CHROMIUM names, or the first that is installed. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? installedChromium(),
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

function installedChromium(): string {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error(
    "No Chromium found: install Debian's package chromium, or set CHROMIUM to the path of one.",
  );
}
