import type { AbsentOption } from "../../simulator/protocol.ts";
import { element, write } from "../dom.ts";
import { t } from "../strings.ts";

export type AbsentOptions = {
  element: HTMLElement;
  /** Shows what could be added; why the last one was refused, if it was. */
  update(options: readonly AbsentOption[], refusal: string | undefined): void;
};

/** The options that a component could have and has not: one is chosen, and is added with something usual to begin with. */
export function absentOptions(add: (option: AbsentOption) => void): AbsentOptions {
  const menu = element("select", { "data-testid": "add-option", "aria-label": t("Add an option") });
  const why = element("p", { class: "refusal", role: "alert", hidden: true });
  const root = element("div", { class: "absent" }, menu, why);
  let shown: readonly AbsentOption[] | undefined;
  menu.addEventListener("change", () => {
    const chosen = shown?.find(({ path }) => path === menu.value);
    menu.value = "";
    if (chosen !== undefined) add(chosen);
  });
  return {
    element: root,
    update(options, refusal) {
      if (options !== shown) {
        shown = options;
        root.hidden = options.length === 0;
        menu.replaceChildren(
          element("option", { value: "" }, t("Add an option…")),
          ...options.map(({ path, title, description }) =>
            element("option", { value: path, title: description }, title),
          ),
        );
      }
      why.hidden = refusal === undefined;
      write(why, refusal ?? "");
    },
  };
}
