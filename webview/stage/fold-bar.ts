import type { Network } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import { type Fold, foldsOf } from "../store/folds.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";

/** What can be shown as one, with a button for each; nothing where there is nothing to fold. */
export function foldBar(toggle: (key: string) => void): { element: HTMLElement; update(state: State): void } {
  const root = element("div", { class: "folds", role: "group", "aria-label": t("Groups"), hidden: true });
  let shown: Network | undefined;
  let buttons: { fold: Fold; button: HTMLButtonElement }[] = [];
  return {
    element: root,
    update({ network, folded }) {
      if (network !== shown) {
        shown = network;
        buttons = (network === undefined ? [] : foldsOf(network)).map((fold) => {
          const button = element("button", {
            type: "button",
            class: "quiet",
            "data-testid": `fold-${fold.key}`,
          });
          button.addEventListener("click", () => toggle(fold.key));
          return { fold, button };
        });
        root.replaceChildren(...buttons.map(({ button }) => button));
        root.hidden = buttons.length === 0;
      }
      for (const { fold, button } of buttons) {
        const isOpen = !folded.has(fold.key);
        mark(button, "aria-expanded", String(isOpen));
        write(button, `${isOpen ? "▾" : "▸"} ${t("{0} ({1})", fold.label, fold.members.length)}`);
      }
    },
  };
}
