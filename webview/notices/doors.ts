import type { Door } from "../../simulator/protocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import type { Outgoing } from "../transport.ts";

/** Ways to begin, where the document is empty: there is nothing to draw yet. */
export function doors(send: (message: Outgoing) => void): { element: HTMLElement; part: Part } {
  const list = element("div", { class: "ways" });
  const shown = element(
    "section",
    { class: "doors", "data-testid": "doors", "aria-label": t("Ways to begin"), hidden: true },
    element("p", {}, t("This document is empty. Begin with one of these:")),
    list,
  );
  return {
    element: shown,
    part: {
      every: () => 0,
      uses: (state) => [state.opening, state.network === undefined],
      draw(state) {
        const ways = waysToBegin(state);
        shown.hidden = ways.length === 0;
        list.replaceChildren(...ways.map((door) => way(door, send)));
      },
    },
  };
}

/** None where there is something to draw. */
export function waysToBegin({ network, opening }: State): readonly Door[] {
  return network === undefined ? (opening?.doors ?? []) : [];
}

function way(door: Door, send: (message: Outgoing) => void): HTMLElement {
  const button = element("button", { type: "button", "data-door": door }, nameOf(door));
  button.addEventListener("click", () => send({ type: "door", door }));
  return button;
}

function nameOf(door: Door): string {
  switch (door) {
    case "starter":
      return t("A small service with a pool, written here");
    case "pool":
      return t("A pool of this workspace's code");
    case "lesson":
      return t("A lesson");
    default:
      return door satisfies never;
  }
}
