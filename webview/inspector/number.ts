import type { Parameter } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import { t } from "../strings.ts";
import { debounced } from "./debounce.ts";
import { type Control, type ControlEvents, row, type Shown } from "./row.ts";
import { POSITIONS, positionOf, rangeOf, stepped, valueAtPosition } from "./scale.ts";
import { fromDocument, fromTyped, inUnit, type Value } from "./value.ts";

/** Where a slider stands when a word is switched off that was there from the start: timeouts about 1 s, limits about 100. */
const USUAL = 630;

/** A value is sent when the slider has rested this long, ms. */
const REST = 100;

/** A number with a slider, a field to type it in, its unit, and a switch for the word that stands for "no limit". */
export function numberControl(parameter: Parameter, events: ControlEvents): Control {
  const { control, path, title } = parameter;
  const range = rangeOf(control);
  const id = `param-${path}`;
  const slider = element("input", {
    type: "range",
    id,
    min: 0,
    max: POSITIONS,
    step: 1,
    "data-testid": id,
  });
  const field = element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": t("{0}: value", title),
    "data-testid": `number-${path}`,
  });
  const unit = element("span", { class: "unit" });
  const word =
    control.word === undefined
      ? undefined
      : element(
          "button",
          {
            type: "button",
            class: "word",
            "aria-pressed": "false",
            "aria-label": `${title}: ${control.word}`,
            "data-testid": `word-${path}`,
          },
          control.word,
        );
  const marks = element("div", { class: "slider-marks", "aria-hidden": "true" });
  const standard = element("span", { class: "mark-standard" });
  const before = element("span", { class: "mark-before" });
  marks.append(standard, before);
  const frame = row(parameter, id, events);
  if (word !== undefined) frame.head.append(word);
  frame.root.append(
    element(
      "div",
      { class: "param-body" },
      element("div", { class: "slider" }, slider, marks),
      element("span", { class: "number" }, field, unit),
    ),
  );
  frame.end();

  let value: Value = range.min;
  /** The last number, to come back to when the word is switched off. */
  let number = valueAtPosition(range, USUAL);
  const send = debounced(
    ({ value: chosen, more }: { value: Value; more: boolean }) => events.changed(chosen, more),
    REST,
  );

  const show = (shown: Value) => {
    value = shown;
    const isWord = typeof shown !== "number";
    if (!isWord) number = shown;
    slider.value = String(positionOf(range, number));
    mark(frame.root, "data-word", isWord);
    if (word !== undefined) mark(word, "aria-pressed", String(isWord));
    const { number: digits, unit: letters } = inUnit(control.kind, number);
    mark(slider, "aria-valuetext", isWord ? String(shown) : spoken(digits, letters));
    if (document.activeElement !== field) field.value = isWord ? "" : String(digits);
    mark(field, "placeholder", isWord ? String(shown) : false);
    write(unit, isWord ? "" : letters);
    mark(field, "aria-invalid", false);
  };
  const choose = (chosen: Value, more = false) => {
    show(chosen);
    send.set({ value: chosen, more });
  };

  slider.addEventListener("input", () =>
    choose(valueAtPosition(range, Number(slider.value)), slider.matches(":active")),
  );
  // Let go of: what has been sent on the way here was not the last word.
  slider.addEventListener("change", () => {
    choose(valueAtPosition(range, Number(slider.value)));
    send.flush();
  });
  // On a log scale one position may be less than one, or more: arrows go by values instead.
  slider.addEventListener("keydown", (event) => {
    const times = STEPS[event.key];
    if (times === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(stepped(range, number, times > 0 ? 1 : -1, Math.abs(times)));
  });
  const take = () => {
    const typed = fromTyped(control, field.value, unit.textContent ?? "");
    if (typed === undefined) {
      mark(field, "aria-invalid", field.value !== "" ? "true" : false);
      if (field.value === "") show(value);
      return;
    }
    if (typed === value) {
      show(value);
      return;
    }
    choose(typed);
    send.flush();
    field.value = typeof typed === "number" ? String(inUnit(control.kind, typed).number) : "";
  };
  field.addEventListener("change", take);
  field.addEventListener("blur", () => show(value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") take();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    choose(stepped(range, number, event.key === "ArrowUp" ? 1 : -1));
    field.value = String(inUnit(control.kind, number).number);
  });
  word?.addEventListener("click", () => {
    choose(typeof value === "number" ? (control.word ?? value) : number);
    send.flush();
  });

  return {
    element: frame.root,
    update(shown: Shown) {
      frame.update(shown);
      place(standard, fromDocument(control, shown.parameter.standard), t("default"));
      place(before, before_(shown), t("before"));
      // While somebody drags, what comes back is older than what they see.
      if (send.waiting() || slider.matches(":active")) {
        if (shown.refusal === undefined) return;
      }
      const now = fromDocument(control, shown.parameter.value);
      if (now !== undefined) show(now);
    },
  };

  function before_({ opened, parameter: { value: now } }: Shown): Value | undefined {
    return opened === undefined || opened.value === now ? undefined : fromDocument(control, opened.value);
  }

  function place(tick: HTMLElement, at: Value | undefined, name: string): void {
    tick.hidden = typeof at !== "number";
    if (typeof at !== "number") return;
    tick.style.setProperty("--at", String(positionOf(range, at) / POSITIONS));
    const { number: digits, unit: letters } = inUnit(control.kind, at);
    tick.title = `${name}: ${digits} ${letters}`;
  }
}

const STEPS: Record<string, number | undefined> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/** A value with its unit in full, for those who hear it. */
function spoken(number: number, unit: string): string {
  switch (unit) {
    case "us":
      return t("{0} microseconds", number);
    case "ms":
      return t("{0} milliseconds", number);
    case "s":
      return t("{0} seconds", number);
    case "/s":
      return t("{0} per second", number);
    case "%":
      return t("{0} per cent", number);
    case "×":
      return t("times {0}", number);
    default:
      return String(number);
  }
}
