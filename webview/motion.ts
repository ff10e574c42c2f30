/** What may move. `still`: no dots, no pulses, charts at 1 Hz. `pausedAtStart`: somebody listens to a screen reader. */
export type Motion = { still: boolean; pausedAtStart: boolean };

/**
 * Any one of three wishes is enough: the operating system's, VS Code's setting (which it relays as a class of the body), or ours.
 */
export function motionOf(wishes: {
  system: boolean;
  bodyClasses: Iterable<string>;
  opening: boolean;
}): Motion {
  const classes = new Set(wishes.bodyClasses);
  return {
    still: wishes.system || wishes.opening || classes.has("vscode-reduce-motion"),
    pausedAtStart: classes.has("vscode-using-screen-reader"),
  };
}

const query = () => window.matchMedia("(prefers-reduced-motion: reduce)");

export const currentMotion = (opening: boolean): Motion =>
  motionOf({ system: query().matches, bodyClasses: document.body.classList, opening });

/** Calls `changed` when one of the wishes changes. */
export function watchMotion(changed: () => void): void {
  query().addEventListener("change", changed);
  new MutationObserver(changed).observe(document.body, { attributeFilter: ["class"] });
}
