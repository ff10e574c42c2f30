import type { Action } from "./actions.ts";

export type Key = { key: string; shift: boolean; control: boolean };

/** What a key does in the panel, wherever the focus is; undefined for one that does nothing here. */
export function actionOf({ key, shift, control }: Key): Action | undefined {
  if (control) return undefined;
  switch (key) {
    case " ":
      return { type: "playPause" };
    case ".":
      return { type: "step" };
    case "]":
      return { type: "stepInteresting" };
    case ",":
    case "[":
      return { type: "stepBack" };
    case "ArrowRight":
      return { type: "seekBy", seconds: shift ? 10 : 1 };
    case "ArrowLeft":
      return { type: "seekBy", seconds: shift ? -10 : -1 };
    case "Home":
      return { type: "restart" };
    case "-":
      return { type: "speedBy", direction: -1 };
    case "=":
    case "+":
      return { type: "speedBy", direction: 1 };
    case "p":
    case "P":
      return { type: "focusParameters" };
    case "e":
    case "E":
      return { type: "explain" };
    case "b":
    case "B":
      return { type: "budgets" };
    case "c":
    case "C":
      return { type: "compare" };
    case "s":
    case "S":
      return { type: "sweep" };
    case "f":
    case "F":
      return { type: "addFault" };
    case "g":
    case "G":
      return { type: "toggleGhost" };
    case "?":
      return { type: "help" };
    case "Escape":
      return { type: "close" };
    default:
      return undefined;
  }
}

/** Controls that use keys themselves: those of typing all but Escape, a button the space bar, a slider and a list the arrows. */
export function ownsKey(target: { tag: string; type: string; role: string | null }, key: string): boolean {
  if (key === "Escape") return false;
  switch (target.tag) {
    case "INPUT":
      if (target.type === "checkbox") return key === " ";
      if (target.type === "range") return key.startsWith("Arrow") || key === "Home" || key === "End";
      return true;
    case "SELECT":
    case "TEXTAREA":
      return true;
    case "BUTTON":
    case "SUMMARY":
      return key === " ";
    default:
      return target.role === "slider" && (key.startsWith("Arrow") || key === "Home" || key === "End");
  }
}

/** Listens to the keys of the whole panel. */
export function listenToKeys(act: (action: Action) => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : document.body;
    // A dialog keeps its keys to itself, Escape too.
    if (target.closest("dialog") !== null) return;
    const about = {
      tag: target.tagName.toUpperCase(),
      type: target.getAttribute("type") ?? "",
      role: target.getAttribute("role"),
    };
    if (ownsKey(about, event.key)) return;
    const control = event.ctrlKey || event.metaKey || event.altKey;
    const action = actionOf({ key: event.key, shift: event.shiftKey, control });
    if (action === undefined) return;
    event.preventDefault();
    act(action);
  });
}
