import type { Locator } from "playwright-core";
import { atRest, until } from "./patience.ts";
import type { Webview } from "./webview.ts";

/** The simulator in a webview, used as a person does. */
export class Simulator {
  readonly view: Webview;

  constructor(view: Webview) {
    this.view = view;
  }

  find(testId: string): Locator {
    return this.view.document.getByTestId(testId);
  }

  button(name: string): Locator {
    return this.view.document.getByRole("button", { name, exact: true });
  }

  node(component: string): Locator {
    return this.find(`node-${component}`);
  }

  notice(text: string): Locator {
    return this.find("notice").getByText(text);
  }

  slider(path: string): Locator {
    return this.find(`param-${path}`);
  }

  /** What the field of a parameter of the selected component holds. */
  number(path: string): Promise<string> {
    return this.find(`number-${path}`).inputValue();
  }

  /** Waits until the field holds this. A session that comes back shows the values on its way there, too. */
  async untilNumber(path: string, wanted: string): Promise<void> {
    await until(
      () => this.number(path),
      (now) => now === wanted,
      `${path} is ${wanted}`,
    );
  }

  /** Drags a slider by mouse; the number beside it when it has come to rest. */
  async dragged(path: string, fraction: number): Promise<string> {
    const before = await this.number(path);
    await this.view.drag(this.slider(path), fraction);
    return atRest(
      () => this.number(path),
      (now) => now !== before,
      `${path} is another than ${before}`,
    );
  }

  /** The moment that the toolbar shows, as it shows it: "6.57 s". */
  shownTime(): Promise<string> {
    return this.find("time").innerText();
  }

  /** The same in simulated seconds. */
  async time(): Promise<number> {
    return Number.parseFloat(await this.shownTime());
  }

  async untilTime(wanted: (seconds: number) => boolean, what: string): Promise<number> {
    return until(() => this.time(), wanted, what);
  }

  /**
   * Pauses the run, and says at which moment it stands, as it is shown. The click only asks for the pause: until it has reached the
   * session frames go on coming in, so the answer is there when the button offers to play and the time does not change any more.
   */
  async pause(): Promise<string> {
    await this.button("Pause").click();
    return this.paused();
  }

  /** Waits until the run stands, and says where. */
  async paused(): Promise<string> {
    await this.button("Play").waitFor();
    return atRest(
      () => this.shownTime(),
      () => true,
      "the time stands still",
    );
  }

  async play(): Promise<void> {
    await this.button("Play").click();
    await this.button("Pause").waitFor();
  }

  /** Goes ten simulated seconds on by key, from where it stands. */
  async tenSecondsOn(): Promise<void> {
    const from = Number.parseFloat(await this.paused());
    await this.button("Play").press("Shift+ArrowRight");
    await this.untilTime((now) => Math.abs(now - from - 10) < 0.02, `ten seconds after ${from}`);
    await this.paused();
  }

  async speed(factor: string): Promise<void> {
    await this.find("speed").selectOption(factor);
  }

  /** Chooses a built-in scenario, and waits until it is the one that is shown: another may have nodes of the same names. */
  async openExample(id: string): Promise<void> {
    const menu = this.find("scenario");
    const name = await menu.locator(`option[value="${id}"]`).innerText();
    // What is shown already would be opened once more, some time later, and what is done until then would be lost.
    if ((await menu.inputValue()) !== id) await menu.selectOption(id);
    await this.untilShown(id, name);
  }

  /** Waits until this built-in scenario is what is shown. */
  async untilShown(id: string, name: string): Promise<void> {
    const heading = this.view.document.locator("h1");
    await until(
      async () => `${await this.find("scenario").inputValue()}: ${await heading.textContent()}`,
      (shown) => shown === `${id}: ${name}`,
      `${id} is shown`,
    );
  }

  /** How many wait at a pool, as the stage says it in words. */
  async waiting(pool: string): Promise<number> {
    const said = await this.node(pool).getAttribute("aria-label");
    return Number(/([\d,.]+) waiting/.exec(said ?? "")?.[1]?.replaceAll(/[,.]/g, "") ?? Number.NaN);
  }
}
