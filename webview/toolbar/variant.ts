import type { Values } from "../../simulator/studies.ts";
import { element } from "../dom.ts";
import type { Part } from "../loop.ts";
import { t } from "../strings.ts";
import { editText } from "../text/edits.ts";

const ITSELF = "";

/** The variants of the scenario. Choosing one runs it from the start. */
export function variantMenu(choose: (variant: string | undefined) => void): {
  element: HTMLElement;
  part: Part;
} {
  const menu = element("select", {
    class: "variant",
    "data-testid": "variant",
    "aria-label": t("Variant"),
    hidden: true,
  });
  menu.addEventListener("change", () => choose(menu.value === ITSELF ? undefined : menu.value));
  return {
    element: menu,
    part: {
      every: () => 0,
      uses: ({ variants, variant }) => [variants, variant],
      draw({ variants, variant }) {
        const all = Object.entries(variants);
        menu.hidden = all.length === 0;
        menu.replaceChildren(
          element("option", { value: ITSELF }, t("as it stands")),
          ...all.map(([name, values]) => element("option", { value: name, title: valuesText(values) }, name)),
        );
        menu.value = variant ?? ITSELF;
        menu.title = variant === undefined ? t("Variant") : valuesText(variants[variant] ?? {});
      },
    },
  };
}

/** What a variant changes, such as "orders-db.max = 4". */
export function valuesText(values: Values): string {
  const changes = Object.entries(values).map(([path, value]) => editText({ path, value }));
  return changes.length === 0 ? t("The document as it stands.") : changes.join(", ");
}
