import type { Browser, Locator, Page } from "playwright-core";
import { PATIENCE, retry, until } from "./patience.ts";
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
    context.setDefaultTimeout(PATIENCE * 1000);
    context.setDefaultNavigationTimeout(PATIENCE * 1000);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    await page.goto(server.url(folder));
    const bench = new Workbench(page, server);
    await bench.#settled();
    return bench;
  }

  /** The remote indicator says "Opening Remote..." until the extension host has answered. */
  async #settled(): Promise<void> {
    await this.page.waitForSelector(".monaco-workbench .part.statusbar");
    await this.page.waitForFunction(() => {
      const remote = document.querySelector('[id="status.host"]');
      return !remote || !/Opening/i.test(remote.textContent ?? "");
    });
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

  /** Types into the palette and takes the row. */
  async #pick(text: string, label: string): Promise<void> {
    await retry(async () => {
      const row = await this.#offered(text, label);
      // A view that opens late takes the focus, and the palette closes.
      await row.click({ timeout: 5000 });
    });
  }

  /** Types into the palette; the row with this label. Asks again, because an open palette does not see commands that arrive late. */
  async #offered(text: string, label: string): Promise<Locator> {
    return retry(async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("F1");
      await this.page.locator(".quick-input-widget input.input").fill(text, { timeout: 5000 });
      const row = this.#quickRow(label);
      await row.waitFor({ timeout: 2000 });
      return row;
    });
  }

  /** The row of the quick pick with exactly this label. */
  #quickRow(label: string): Locator {
    const literally = label.replaceAll(/[^\w ]/g, (sign) => `\\${sign}`);
    const exactly = new RegExp(`^\\s*${literally}\\s*$`);
    return this.page
      .locator(".quick-input-list .monaco-list-row")
      .filter({ has: this.page.locator(".label-name", { hasText: exactly }) })
      .first();
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

  /**
   * Types this behind the first line with `after`, in one go: keys that come one by one meet whatever the editor suggests meanwhile,
   * and what it closes by itself.
   */
  async typeBehind(after: string, text: string): Promise<void> {
    await this.line(after).click();
    await this.page.keyboard.press("End");
    await this.page.keyboard.insertText(text);
  }

  /** Saves what is being edited, pressing the key again where it came while the focus moved. */
  async save(): Promise<void> {
    const dirty = this.page.locator(".tab.active.dirty");
    await retry(async () => {
      if ((await dirty.count()) > 0) await this.page.keyboard.press("Control+s");
      await dirty.waitFor({ state: "detached", timeout: 3000 });
    });
  }

  /** Waits until the keys go to the text editor. */
  async untilEditorHasFocus(): Promise<void> {
    await this.page.locator(".editor-group-container .monaco-editor.focused[data-uri]").waitFor();
  }

  /** Clicks a code lens until what it opens is there: the click is lost where the lens is drawn anew under it. */
  async clickLens(text: string, opened: () => Locator): Promise<void> {
    await retry(async () => {
      await this.lenses(text).first().click();
      await opened().waitFor({ timeout: 20_000 });
    });
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

  /** Undoes edit by edit until the text of the editor satisfies `wanted`: how much one undo takes back is the editor's affair. */
  async undoUntil(wanted: (text: string) => boolean, what: string): Promise<void> {
    await until(
      async () => {
        await this.undo();
        return this.editorText();
      },
      wanted,
      what,
    );
  }

  squiggles(severity: Severity = "warning"): Locator {
    return this.editor.locator(`.view-overlays .squiggly-${severity}`);
  }

  lenses(text: string): Locator {
    return this.editor.locator(".codelens-decoration a", { hasText: text });
  }

  /** Applies the quick fix with this title at the line with `text`. */
  async quickFix(text: string, title: string): Promise<void> {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    // While extensions are still starting, the key is answered with nothing, or with the fixes of others only.
    await retry(async () => {
      await this.page.keyboard.press("Escape");
      await this.placeCursor(text);
      await this.page.keyboard.press("Control+.");
      await rows.filter({ hasText: title }).first().click({ timeout: 5000 });
    });
  }

  /** Opens the Problems panel, and waits until its rows, as text, satisfy every pattern. */
  async untilProblems(wanted: readonly RegExp[]): Promise<void> {
    await this.run("Problems: Focus on Problems View");
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    await until(
      async () => (await rows.allInnerTexts()).join("\n"),
      (text) => wanted.every((pattern) => pattern.test(text)),
      `problems like ${wanted.join(" and ")}`,
    );
  }

  /** Rests the mouse on a word of a line; what pops up there with this text. */
  async hover(line: string, word: string, about: string): Promise<Locator> {
    const popUp = this.page.locator(".monaco-hover", { hasText: about }).first();
    await retry(async () => {
      // Only a mouse that moves asks for it, and an answer that came too late is not shown.
      await this.page.mouse.move(1, 1);
      await this.line(line).getByText(word).first().hover({ timeout: 5000 });
      await popUp.waitFor({ timeout: 5000 });
    });
    return popUp;
  }

  /** Rests the mouse on the language status; the line there with this text. */
  async languageStatus(about: string): Promise<Locator> {
    const line = this.page.locator(".hover-language-status > *", { hasText: about }).first();
    await retry(async () => {
      await this.page.mouse.move(1, 1);
      await this.page.locator('[id="status.languageStatus"]').first().hover({ timeout: 5000 });
      await line.waitFor({ timeout: 5000 });
    });
    return line;
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast", { hasText: text });
  }

  webview(nth = 0): Webview {
    return new Webview(this.page, nth);
  }

  /** Reloads the window as a person does; editors and panels are restored by VS Code. */
  async reload(): Promise<void> {
    const command = "Developer: Reload Window";
    const row = await this.#offered(`>${command}`, command);
    const loaded = this.page.waitForEvent("load");
    // The page may be gone before the click has been answered. It is not clicked twice: that would be two reloads.
    row.click({ noWaitAfter: true }).catch(() => undefined);
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
    const input = this.page.locator(".quick-input-widget input.input[placeholder*='Theme']");
    await retry(async () => {
      await this.run("Preferences: Color Theme");
      await input.fill(label, { timeout: 5000 });
      await this.#quickRow(label).click({ timeout: 5000 });
    });
    await input.waitFor({ state: "hidden" });
    await this.page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
  }

  async setViewport(viewport: Viewport): Promise<void> {
    await this.page.setViewportSize(viewports[viewport]);
  }
}
