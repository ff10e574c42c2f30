import type { State } from "./store/state.ts";
import { nextSpeed } from "./toolbar/speeds.ts";
import type { Outgoing } from "./transport.ts";
import { sessionCommand } from "./transport.ts";

/** What a person can do to the run and to the panel, by button or by key. */
export type Action =
  | { type: "playPause" }
  | { type: "step" }
  | { type: "stepInteresting" }
  /** To where the run stood before the last step. */
  | { type: "stepBack" }
  | { type: "restart" }
  | { type: "seek"; time: number }
  | { type: "seekBy"; seconds: number }
  | { type: "speed"; factor: number }
  | { type: "speedBy"; direction: 1 | -1 }
  | { type: "seed"; seed: number }
  | { type: "openExample"; example: string }
  | { type: "variant"; variant: string | undefined }
  | { type: "openAsText" }
  | { type: "toggleParameters" }
  | { type: "focusParameters" }
  /** To the form of faults of the selected component. */
  | { type: "addFault" }
  | { type: "explain" }
  | { type: "budgets" }
  | { type: "compare" }
  | { type: "sweep" }
  | { type: "toggleGhost" }
  | { type: "export" }
  | { type: "help" }
  | { type: "close" };

/** What an action says to the host; nothing where it is the panel's own affair. */
export function messageOf(action: Action, { run, network, stops }: State): Outgoing | undefined {
  const seek = (time: number) =>
    sessionCommand({
      type: "seek",
      time: Math.min(Math.max(network?.duration ?? time, run.time), Math.max(0, time)),
    });
  switch (action.type) {
    case "playPause":
      return sessionCommand({ type: run.goesOn ? "pause" : "play" });
    case "step":
    case "stepInteresting":
      return sessionCommand({ type: action.type });
    case "stepBack": {
      const back = stops[stops.length - 1];
      return back === undefined ? undefined : seek(back);
    }
    case "restart":
      return sessionCommand({ type: "restart", keepValues: true });
    case "seek":
      return seek(action.time);
    case "seekBy":
      // From where it is going: while it seeks, what is shown is on the way.
      return sessionCommand({ type: "seekBy", seconds: action.seconds });
    case "speed":
      return sessionCommand({ type: "speed", factor: action.factor });
    case "speedBy":
      return sessionCommand({ type: "speed", factor: nextSpeed(run.speed, action.direction) });
    case "seed":
      return sessionCommand({ type: "seed", seed: action.seed });
    case "openExample":
      return { type: "openExample", example: action.example };
    case "variant":
      return { type: "variant", ...(action.variant === undefined ? {} : { variant: action.variant }) };
    case "openAsText":
      return { type: "openAsText" };
    case "toggleParameters":
    case "focusParameters":
    case "addFault":
    case "explain":
    case "budgets":
    case "compare":
    case "sweep":
    case "toggleGhost":
    case "export":
    case "help":
    case "close":
      return undefined;
    default:
      return action satisfies never;
  }
}
