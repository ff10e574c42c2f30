import type { AbsentOption, Json, ValueForm } from "../../simulator/protocol.ts";
import { element, write } from "../dom.ts";
import { t } from "../strings.ts";

export type AbsentOptions = {
  element: HTMLElement;
  /** Shows what could be added, and what could have another form; why the last one was refused, if it was. */
  update(options: readonly AbsentOption[], forms: readonly ValueForm[], refusal: string | undefined): void;
};

/**
 * The options that a component could have and has not, and the values that could have another form. One is chosen, and is there with
 * something usual to begin with.
 */
export function absentOptions(add: (path: string, value: Json) => void): AbsentOptions {
  const menu = element("select", { "data-testid": "add-option", "aria-label": t("Add an option") });
  const why = element("p", { class: "refusal", role: "alert", hidden: true });
  const list = element("div", { class: "forms" });
  const root = element("div", { class: "absent" }, list, menu, why);
  let shown: readonly AbsentOption[] | undefined;
  let shownForms: readonly ValueForm[] | undefined;
  menu.addEventListener("change", () => {
    const chosen = shown?.find(({ path }) => path === menu.value);
    menu.value = "";
    if (chosen !== undefined) add(chosen.path, chosen.value);
  });
  return {
    element: root,
    update(options, forms, refusal) {
      root.hidden = options.length === 0 && forms.length === 0;
      if (forms !== shownForms) {
        shownForms = forms;
        list.replaceChildren(...forms.map((form) => formMenu(form, add)));
      }
      // What was chosen and refused is not what there is.
      if (refusal !== undefined && why.hidden) for (const form of forms) restore(list, form);
      if (options !== shown) {
        shown = options;
        menu.hidden = options.length === 0;
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

function formMenu({ path, title, current, choices }: ValueForm, add: (path: string, value: Json) => void) {
  const id = `form-${path}`;
  const menu = element(
    "select",
    { id, "data-testid": id },
    ...choices.map(({ word }) => element("option", { value: word, selected: word === current }, word)),
  );
  menu.addEventListener("change", () => {
    const chosen = choices.find(({ word }) => word === menu.value);
    if (chosen !== undefined) add(path, chosen.value);
  });
  return element("div", { class: "param" }, element("label", { for: id }, title), menu);
}

function restore(list: HTMLElement, { path, current }: ValueForm): void {
  const menu = list.querySelector<HTMLSelectElement>(`#${CSS.escape(`form-${path}`)}`);
  if (menu !== null) menu.value = current;
}
