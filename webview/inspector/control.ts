import type { Parameter } from "../../simulator/protocol.ts";
import { choiceControl } from "./choice.ts";
import { flagControl } from "./flag.ts";
import { numberControl } from "./number.ts";
import type { Control, ControlEvents } from "./row.ts";

/** The control that a parameter's kind asks for. */
export function controlFor(parameter: Parameter, events: ControlEvents): Control {
  switch (parameter.control.kind) {
    case "choice":
      return choiceControl(parameter, events);
    case "flag":
      return flagControl(parameter, events);
    default:
      return numberControl(parameter, events);
  }
}
