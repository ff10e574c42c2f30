import { element, mark } from "./dom.ts";
import { t } from "./strings.ts";

export type Tab = "charts" | "parameters";

/** Where there is no room for both, one at a time. The style sheet shows the tabs only there. */
export function tabs(root: HTMLElement): { element: HTMLElement; show(tab: Tab): void } {
  const names: Record<Tab, string> = { charts: t("Charts"), parameters: t("Parameters") };
  const panels: Record<Tab, string> = { charts: "charts", parameters: "inspector" };
  const order = Object.keys(names) as Tab[];
  const buttons = order.map((tab) =>
    element(
      "button",
      { type: "button", role: "tab", "aria-controls": panels[tab], "data-testid": `tab-${tab}` },
      names[tab],
    ),
  );
  const show = (tab: Tab) => {
    mark(root, "data-tab", tab);
    for (const [i, button] of buttons.entries()) {
      mark(button, "aria-selected", String(order[i] === tab));
      mark(button, "tabindex", order[i] === tab ? "0" : "-1");
    }
  };
  for (const [i, button] of buttons.entries()) {
    button.addEventListener("click", () => show(order[i] ?? "charts"));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      const to = (i + (event.key === "ArrowRight" ? 1 : -1) + order.length) % order.length;
      show(order[to] ?? "charts");
      buttons[to]?.focus();
    });
  }
  show("charts");
  return {
    element: element(
      "div",
      { class: "tabs", role: "tablist", "aria-label": t("Below the stage") },
      ...buttons,
    ),
    show,
  };
}
