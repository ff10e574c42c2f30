import type { Browser, Locator, Page } from "playwright-core";
import type { Server, Settings } from "./server.ts";
import { type Theme, themes, type Viewport, viewports } from "./themes.ts";
import { Webview } from "./webview.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** A VS Code workbench in a page, driven as a person does: palette, editors, Problems, lenses, mouse and keys. */
export class Workbench {
  readonly page: Page;
  readonly #server: Server;
  #settings: Settings = {};

  private constructor(page: Page, server: Server) {
    this.page = page;
    this.#server = server;
  }

  /** Opens `folder` and waits until the extension host answers. */
  static async open(browser: Browser, server: Server, folder: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport: viewports.wide });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    await page.goto(server.url(folder));
    const bench = new Workbench(page, server);
    await bench.#settled();
    return bench;
  }

  /** The remote indicator says "Opening Remote..." until the extension host has answered. */
  async #settled(): Promise<void> {
    await this.page.waitForSelector(".monaco-workbench .part.statusbar", { timeout: 60_000 });
    await this.page.waitForFunction(
      () => {
        const remote = document.querySelector('[id="status.host"]');
        return !remote || !/Opening/i.test(remote.textContent ?? "");
      },
      undefined,
      { timeout: 60_000 },
    );
  }

  /** Runs a palette command by its whole label: `"Spillway: Open Simulator"`. */
  async run(label: string): Promise<void> {
    await this.#pick(`>${label}`, label);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick(name, name);
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  /** Types into the palette and takes the row. Asks again, because an open palette does not see commands that arrive late. */
  async #pick(text: string, label: string): Promise<void> {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await retry(15, async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("F1");
      await this.page.locator(".quick-input-widget input.input").fill(text);
      await row.waitFor({ timeout: 1000 });
      // A view that opens late takes the focus, and the palette closes.
      await row.click({ timeout: 5000 });
    });
  }

  /** Closes every editor without saving and forgets them, so that a file opens as text again; closes the panel with the problems. */
  async clear(): Promise<void> {
    const tabs = this.page.locator(".tabs-container .tab");
    if ((await tabs.count()) > 0) await this.run("View: Close All Editors");
    const refuse = this.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Don't Save" });
    const left = async () => {
      if (await refuse.isVisible()) await refuse.click();
      return tabs.count();
    };
    await until(left, (count) => count === 0, "no editor is open");
    await this.run("Clear Editor History");
    await this.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Clear" }).click();
    await this.#closePanel();
  }

  /** Leaves the whole window to the editors. */
  async closeSideBars(): Promise<void> {
    if (await this.page.locator(".part.sidebar").isVisible()) await this.run("View: Close Primary Side Bar");
    await this.#closePanel();
  }

  async #closePanel(): Promise<void> {
    if (await this.page.locator(".part.panel").isVisible()) await this.run("View: Hide Panel");
  }

  /** The text editor that is shown, the leftmost where there are two. */
  get editor(): Locator {
    return this.page.locator(".editor-group-container .monaco-editor[data-uri]").first();
  }

  /** Lines that the editor shows, top to bottom, joined by newlines. Long files show only what is scrolled to. */
  async editorText(): Promise<string> {
    return this.editor.locator(".view-lines").evaluate((lines) =>
      [...lines.children]
        .map((line) => ({ top: (line as HTMLElement).offsetTop, text: line.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll("\u00a0", " "))
        .join("\n"),
    );
  }

  /** Waits until the text of the editor satisfies `wanted`; fails with the text that was there. */
  async untilText(wanted: (text: string) => boolean, what: string): Promise<string> {
    return until(async () => await this.editorText(), wanted, what);
  }

  /** The first line of the editor with this text. */
  line(text: string): Locator {
    return this.editor.locator(".view-line", { hasText: text }).first();
  }

  /** Puts the cursor into the first word of the line that starts where `text` does. */
  async placeCursor(text: string): Promise<void> {
    await this.line(text)
      .getByText(text.split(/\W/)[0] ?? text)
      .first()
      .click();
  }

  /** Undoes the last edit of the text editor. */
  async undo(): Promise<void> {
    await this.editor.locator(".view-lines").click({ position: { x: 2, y: 2 } });
    await this.page.keyboard.press("Control+z");
  }

  squiggles(severity: Severity = "warning"): Locator {
    return this.editor.locator(`.view-overlays .squiggly-${severity}`);
  }

  lenses(text: string): Locator {
    return this.editor.locator(".codelens-decoration a", { hasText: text });
  }

  /** Applies the quick fix with this title at the line with `text`. */
  async quickFix(text: string, title: string): Promise<void> {
    await this.openQuickFixes(text);
    await this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first().click();
  }

  /** Opens the list of quick fixes at the line with `text` and returns their titles. */
  async openQuickFixes(text: string): Promise<string[]> {
    await this.placeCursor(text);
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    // While extensions are still starting, the key is answered with nothing.
    await retry(10, async () => {
      await this.page.keyboard.press("Control+.");
      await rows.first().waitFor({ timeout: 2000 });
    });
    return rows.allInnerTexts();
  }

  /** The rows of the Problems panel, as text: the file, then its problems. */
  async problems(): Promise<string[]> {
    await this.run("Problems: Focus on Problems View");
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  webview(nth = 0): Webview {
    return new Webview(this.page, nth);
  }

  /** Reloads the window as a person does; editors and panels are restored by VS Code. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("load");
    await this.run("Developer: Reload Window");
    await loaded;
    await this.#settled();
  }

  /** Changes user settings on top of those set before, and reloads: a page does not watch the file. */
  async configure(settings: Settings): Promise<void> {
    this.#settings = { ...this.#settings, ...settings };
    this.#server.configure(this.#settings);
    await this.reload();
  }

  async setTheme(theme: Theme): Promise<void> {
    const { label, workbenchClass } = themes[theme];
    await this.run("Preferences: Color Theme");
    await this.page.locator(".quick-input-widget input.input").fill(label);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
    await this.page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
  }

  async setViewport(viewport: Viewport): Promise<void> {
    await this.page.setViewportSize(viewports[viewport]);
  }
}

/** Asks `read` ten times a second until `wanted`, for at most `seconds`; then fails with the last value. */
export async function until<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  what: string,
  seconds = 15,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > end) throw new Error(`Not within ${seconds} s: ${what}. Last seen:\n${value}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** Calls `act` until it does not throw, at most `times`; then fails with its last error. */
async function retry(times: number, act: () => Promise<void>): Promise<void> {
  for (let left = times - 1; ; left--) {
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
