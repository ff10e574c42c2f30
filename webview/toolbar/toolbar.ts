import type { SessionStatus } from "../../simulator/protocol.ts";
import type { Action } from "../actions.ts";
import { element, mark, write } from "../dom.ts";
import { type IconName, putIcon } from "../icons.ts";
import type { Part } from "../loop.ts";
import { t } from "../strings.ts";
import { formatTime } from "../text/numbers.ts";
import { scenarioMenu } from "./scenario.ts";
import { SPEEDS, speedName } from "./speeds.ts";
import { variantMenu } from "./variant.ts";

export type Toolbar = { element: HTMLElement; parts: Part[] };

/** The controls of the run. `act` does what a key does as well. */
export function toolbar(act: (action: Action) => void): Toolbar {
  const play = iconButton("play", "play", "primary", () => act({ type: "playPause" }));
  const playText = element("span", {});
  play.append(playText);
  const step = iconButton("step", "step", "", () => act({ type: "step" }));
  step.append(element("span", { class: "wide-only" }, t("Step")));
  describeButton(step, t("Step to the next event"), ".");
  const interesting = iconButton("interesting", "step-interesting", "", () =>
    act({ type: "stepInteresting" }),
  );
  describeButton(interesting, t("Step to the next wait, timeout, breaker change or fault"), "]");
  const restart = iconButton("restart", "restart", "", () => act({ type: "restart" }));
  describeButton(restart, t("Restart with the values as they are"), "Home");

  const speed = element(
    "select",
    { "data-testid": "speed", "aria-label": t("Speed: 1 s simulated is") },
    ...SPEEDS.map((value) => element("option", { value }, speedName(value))),
  );
  speed.addEventListener("change", () => act({ type: "speed", factor: Number(speed.value) }));

  const time = element("output", { class: "time", "data-testid": "time", "aria-live": "off" });
  const because = element("span", { class: "because", "data-testid": "because" });
  const seed = element("input", {
    type: "number",
    min: 0,
    max: 4294967295,
    step: 1,
    "data-testid": "seed",
    title: t("The same seed gives the same run"),
  });
  seed.addEventListener("change", () => {
    const chosen = Number(seed.value);
    if (Number.isInteger(chosen) && chosen >= 0 && chosen <= 4294967295) act({ type: "seed", seed: chosen });
  });
  const parameters = iconButton("parameters", "toggle-parameters", "drawer-only", () =>
    act({ type: "toggleParameters" }),
  );
  describeButton(parameters, t("Parameters"), "P");
  const text = iconButton("text", "open-as-text", "", () => act({ type: "openAsText" }));
  describeButton(text, t("Open the scenario as text"));
  const out = iconButton("export", "export", "", () => act({ type: "export" }));
  describeButton(out, t("Export"));
  const help = iconButton("help", "help", "", () => act({ type: "help" }));
  describeButton(help, t("Keys and shapes"), "?");
  const scenario = scenarioMenu((example) => act({ type: "openExample", example }));

  const variant = variantMenu((chosen) => act({ type: "variant", variant: chosen }));
  const root = element(
    "div",
    { class: "toolbar", role: "group", "aria-label": t("Run") },
    scenario.element,
    variant.element,
    play,
    step,
    interesting,
    restart,
    element(
      "label",
      { class: "speed" },
      element("span", { class: "wide-only" }, t("1 s simulated =")),
      speed,
    ),
    element("span", { class: "clock" }, "t = ", time),
    because,
    // Where there is no room for all these go to a second row together.
    element(
      "span",
      { class: "tools" },
      element("label", { class: "seed" }, t("seed"), seed),
      parameters,
      text,
      out,
      help,
    ),
  );
  return {
    element: root,
    parts: [
      scenario.part,
      variant.part,
      {
        every: () => 66,
        uses: ({ run }) => [run.time],
        draw: ({ run }) => write(time, formatTime(run.time)),
      },
      {
        every: () => 0,
        uses: ({ run, network }) => [run.status, run.goesOn, run.speed, run.because, network],
        draw({ run, network }) {
          const playing = run.goesOn;
          putIcon(play, playing ? "pause" : "play");
          write(playText, playing ? t("Pause") : t("Play"));
          mark(play, "aria-label", playing ? t("Pause") : t("Play"));
          mark(play, "title", `${playing ? t("Pause") : t("Play")} (${t("Space")})`);
          showSpeed(speed, run.speed);
          const why = run.because ?? statusNote(run.status);
          write(because, why);
          mark(because, "title", why);
          if (document.activeElement !== seed) seed.value = String(network?.seed ?? "");
          for (const control of [play, step, interesting, restart, speed, seed]) {
            mark(control, "disabled", network === undefined);
          }
        },
      },
    ],
  };
}

/** What the button does not say. */
function statusNote(status: SessionStatus): string {
  if (status === "seeking") return t("running…");
  return status === "finished" ? t("finished") : "";
}

/** A speed that is not one of the choices, such as one that was kept from before, becomes one. */
function showSpeed(select: HTMLSelectElement, speed: number): void {
  const value = String(speed);
  const other = select.querySelector("option.other");
  if (SPEEDS.some((choice) => choice === speed)) other?.remove();
  else if (other === null) select.prepend(element("option", { class: "other", value }, speedName(speed)));
  else {
    mark(other, "value", value);
    write(other, speedName(speed));
  }
  select.value = value;
}

function iconButton(icon: IconName, testId: string, look: string, pressed: () => void): HTMLButtonElement {
  const button = element("button", { type: "button", class: look, "data-testid": testId });
  putIcon(button, icon);
  button.addEventListener("click", pressed);
  return button;
}

function describeButton(button: HTMLElement, what: string, key?: string): void {
  mark(button, "aria-label", what);
  mark(button, "title", key === undefined ? what : `${what} (${key})`);
}
