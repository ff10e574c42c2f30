import { readFrame } from "../../simulator/frame.ts";
import type { Incoming } from "../transport.ts";
import { type Happening, initial, next, type State } from "./state.ts";

export type Store = {
  readonly state: State;
  /** Takes what happened into the state and tells everybody. */
  tell(happened: Happening): void;
  /** Takes a message from the host. */
  receive(message: Incoming): void;
  watch(changed: (state: State, previous: State, happened: Happening) => void): void;
};

export function store(): Store {
  let state = initial;
  const watchers: ((state: State, previous: State, happened: Happening) => void)[] = [];
  const tell = (happened: Happening) => {
    const previous = state;
    state = next(state, happened);
    if (state !== previous) for (const watcher of watchers) watcher(state, previous, happened);
  };
  return {
    get state() {
      return state;
    },
    tell,
    receive(message) {
      if (message.type !== "session") tell(message);
      else if (message.report.type === "frame")
        tell({ type: "frame", frame: readFrame(message.report.data) });
      else tell(message.report);
    },
    watch: (changed) => void watchers.push(changed),
  };
}
