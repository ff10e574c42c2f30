import type { ViewState } from "../simulator/protocol.ts";
import { type State, viewState } from "./store/state.ts";

/** How long what is kept may lag behind what is shown, ms. */
const LAG = 500;

/** Keeps what a reload of the window needs, soon after it changed, and not with every frame. */
export function keeper(current: () => State, keep: (state: ViewState) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const state = viewState(current());
      if (state !== undefined) keep(state);
    }, LAG);
  };
}
