import { element, mark } from "./dom.ts";
import { t } from "./strings.ts";

export type Tab = "charts" | "parameters" | "explain" | "studies";

export type Tabs = {
  /** Where there is room: what is beside the stage. The style sheet shows one of the two lists. */
  beside: HTMLElement;
  /** Where there is none: one thing at a time below the stage. */
  below: HTMLElement;
  show(tab: Tab): void;
};

const PANELS: Record<Tab, string> = {
  charts: "charts",
  parameters: "inspector",
  explain: "explain",
  studies: "studies",
};

/** One thing at a time. What is shown below the stage is `data-tab` of the root, and what is beside it `data-side`. */
export function tabs(root: HTMLElement): Tabs {
  const names: Record<Tab, string> = {
    charts: t("Charts"),
    parameters: t("Parameters"),
    explain: t("Explain"),
    studies: t("Studies"),
  };
  const show = (tab: Tab) => {
    mark(root, "data-tab", tab);
    below.select(tab);
    if (tab === "charts") return;
    mark(root, "data-side", tab);
    beside.select(tab);
  };
  const below = tabList(
    "tab",
    t("Below the stage"),
    ["charts", "parameters", "explain", "studies"],
    names,
    show,
  );
  const beside = tabList("side", t("Beside the stage"), ["parameters", "explain", "studies"], names, show);
  show("parameters");
  show("charts");
  return { beside: beside.element, below: below.element, show };
}

function tabList(
  prefix: string,
  label: string,
  order: readonly Tab[],
  names: Record<Tab, string>,
  show: (tab: Tab) => void,
): { element: HTMLElement; select(tab: Tab): void } {
  const buttons = order.map((tab) =>
    element(
      "button",
      { type: "button", role: "tab", "aria-controls": PANELS[tab], "data-testid": `${prefix}-${tab}` },
      names[tab],
    ),
  );
  for (const [i, button] of buttons.entries()) {
    button.addEventListener("click", () => show(order[i] as Tab));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      const to = (i + (event.key === "ArrowRight" ? 1 : -1) + order.length) % order.length;
      show(order[to] as Tab);
      buttons[to]?.focus();
    });
  }
  return {
    element: element(
      "div",
      { class: `tabs ${prefix}-tabs`, role: "tablist", "aria-label": label },
      ...buttons,
    ),
    select(tab) {
      for (const [i, button] of buttons.entries()) {
        mark(button, "aria-selected", String(order[i] === tab));
        mark(button, "tabindex", order[i] === tab ? "0" : "-1");
      }
    },
  };
}
