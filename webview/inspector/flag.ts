import type { Parameter } from "../../simulator/protocol.ts";
import { element } from "../dom.ts";
import { type Control, type ControlEvents, row } from "./row.ts";

/** On or off. */
export function flagControl(parameter: Parameter, events: ControlEvents): Control {
  const id = `param-${parameter.path}`;
  const box = element("input", { type: "checkbox", id, "data-testid": id });
  const frame = row(parameter, id, events);
  frame.head.prepend(box);
  frame.end();
  box.addEventListener("change", () => events.changed(box.checked, false));
  return {
    element: frame.root,
    update(shown) {
      frame.update(shown);
      box.checked = shown.parameter.value === true;
    },
  };
}
