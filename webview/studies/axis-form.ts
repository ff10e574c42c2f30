import type { AxisRequest } from "../../simulator/studies.ts";
import { element, mark } from "../dom.ts";
import { t } from "../strings.ts";
import { axisText, type Choice, parseAxis, usualAxis } from "./axis.ts";

export type AxisForm = {
  element: HTMLElement;
  /** Offers these parameters; `first` is chosen, with these values, where what was chosen before is not to be kept, or not among them. */
  offer(choices: readonly Choice[], first: AxisRequest | string | undefined, keep: boolean): void;
  /** What is to be gone through; nothing where no parameter is chosen, and `wrong` where its values cannot be read. */
  read(): AxisRequest | "wrong" | undefined;
  disable(disabled: boolean): void;
  focus(): void;
};

const NONE = "";

/** A parameter, and the values of it that are to be gone through. */
export function axisForm(number: 1 | 2, optional: boolean): AxisForm {
  const menu = element("select", {
    "data-testid": `sweep-parameter-${number}`,
    "aria-label": number === 1 ? t("First parameter") : t("Second parameter"),
  });
  const field = element("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": number === 1 ? t("Values of the first parameter") : t("Values of the second parameter"),
    title: t("A range such as 4..100, or a list such as 4, 8, 16"),
    "data-testid": `sweep-values-${number}`,
  });
  let choices: readonly Choice[] = [];
  const chosen = () => choices.find(({ path }) => path === menu.value);
  const show = (values: string) => {
    field.hidden = chosen() === undefined;
    field.value = values;
    mark(field, "aria-invalid", false);
  };
  menu.addEventListener("change", () => {
    const choice = chosen();
    show(choice === undefined ? "" : usualAxis(choice.parameter));
  });
  const read = () => {
    const choice = chosen();
    if (choice === undefined) return undefined;
    const axis = parseAxis(choice, field.value);
    mark(field, "aria-invalid", axis === undefined ? "true" : false);
    return axis ?? "wrong";
  };
  field.addEventListener("change", read);
  return {
    element: element("div", { class: "axis" }, menu, field),
    offer(now, first, keep) {
      const before = menu.value;
      choices = now;
      const components = [...new Set(now.map(({ component }) => component))];
      menu.replaceChildren(
        ...(optional ? [element("option", { value: NONE }, t("no second parameter"))] : []),
        ...components.map((label) =>
          element(
            "optgroup",
            { label },
            ...now
              .filter(({ component }) => component === label)
              .map(({ path, parameter }) =>
                element("option", { value: path }, `${label}: ${parameter.title}`),
              ),
          ),
        ),
      );
      if (keep && before !== NONE && now.some(({ path }) => path === before)) {
        menu.value = before;
        return;
      }
      const path = typeof first === "object" ? first.path : first;
      const choice = now.find((one) => one.path === path);
      menu.value = choice?.path ?? (optional ? NONE : (now[0]?.path ?? NONE));
      const shown = chosen();
      show(
        shown === undefined
          ? ""
          : typeof first === "object" && choice !== undefined
            ? axisText(first)
            : usualAxis(shown.parameter),
      );
    },
    read,
    disable(disabled) {
      mark(menu, "disabled", disabled);
      mark(field, "disabled", disabled);
    },
    focus: () => menu.focus(),
  };
}
