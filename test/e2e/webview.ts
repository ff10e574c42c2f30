import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { atRest } from "./patience.ts";
import { type Theme, themes } from "./themes.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The document of a webview: workbench page > iframe.webview > iframe#active-frame. */
export class Webview {
  readonly #page: Page;
  readonly #inner: Locator;
  /** Its document, for locators that wait: `view.document.getByRole("slider", { name: "Max" })`. */
  readonly document: FrameLocator;

  /** @param nth which of the visible webviews, in the order of the page. */
  constructor(page: Page, nth = 0) {
    this.#page = page;
    this.#inner = page.frameLocator("iframe.webview.ready").nth(nth).locator("iframe#active-frame");
    this.document = this.#inner.contentFrame();
  }

  /** The frame itself, for `evaluate`. */
  async frame(): Promise<Frame> {
    const frame = await (await this.#inner.elementHandle())?.contentFrame();
    if (!frame) throw new Error("The webview's frame went away.");
    return frame;
  }

  /** Takes the thumb of a range input where it is now and moves it by mouse to `fraction` (0..1) of its track. */
  async drag(slider: Locator, fraction: number): Promise<void> {
    await slider.scrollIntoViewIfNeeded();
    // While a panel opens or a notice comes in, things move; the mouse would take hold of something else.
    const place = await atRest(
      async () => JSON.stringify(await slider.boundingBox()),
      (found) => found !== "null",
      "the slider is visible",
    );
    const box: NonNullable<Awaited<ReturnType<Locator["boundingBox"]>>> = JSON.parse(place);
    const from = await slider.evaluate((element) => {
      const { min, max, valueAsNumber } = element as HTMLInputElement;
      const low = min === "" ? 0 : Number(min);
      const high = max === "" ? 100 : Number(max);
      return (valueAsNumber - low) / (high - low);
    });
    // The thumb's centre travels within the box less one thumb, which is about as wide as the box is high.
    const thumb = Math.min(box.height, 16);
    const x = (share: number) => box.x + thumb / 2 + share * (box.width - thumb);
    const y = box.y + box.height / 2;
    await this.#page.mouse.move(x(from), y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(x(fraction), y, { steps: 8 });
    await this.#page.mouse.up();
    // The view shows the last value with its next frame.
    await slider.evaluate(
      () => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))),
    );
  }

  /** Waits until it wears this theme: the workbench is dressed first. */
  async untilTheme(theme: Theme): Promise<void> {
    await this.document.locator(`body[data-vscode-theme-kind="${themes[theme].kind}"]`).waitFor();
  }

  /** What axe-core finds wrong, one line each: rule, impact, first element. Empty when nothing is. */
  async accessibilityProblems(): Promise<string[]> {
    const frame = await this.frame();
    await frame.evaluate(axeSource);
    const found = await frame.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(root: Document): Promise<AxeResults> } };
      return (await axe.run(document)).violations.map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        where: nodes.map((node) => node.html.slice(0, 160)),
      }));
    });
    return found.map(
      ({ id, impact, help, where }) => `${id} (${impact}): ${help}\n    ${where.join("\n    ")}`,
    );
  }
}
