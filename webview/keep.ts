import type { ViewState } from "../simulator/protocol.ts";
import { type State, viewState } from "./store/state.ts";

/** How long the kept time may lag behind the shown one, ms. */
const LAG = 500;

/** Keeps what a reload of the window needs: at once what a person did, and the time, which changes with every frame, soon after. */
export function keeper(current: () => State, keep: (state: ViewState) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let done: readonly unknown[] = [];
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    const state = viewState(current());
    if (state !== undefined) keep(state);
  };
  return () => {
    const state = viewState(current());
    if (state === undefined) return;
    const doing = deeds(state);
    if (doing.some((each, i) => each !== done[i])) {
      done = doing;
      now();
    } else {
      timer ??= setTimeout(now, LAG);
    }
  };
}

/** All that a person decides, each as a value that can be compared. */
function deeds({ text, selected, folded, variant, session }: ViewState): readonly unknown[] {
  const last = session.edits.at(-1);
  return [
    text,
    selected,
    folded?.join(),
    variant,
    session.playing,
    session.speed,
    session.seed,
    session.edits.length,
    last?.path,
    JSON.stringify(last?.value),
  ];
}
