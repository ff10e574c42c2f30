import type { Parameter } from "../../simulator/protocol.ts";
import { element } from "../dom.ts";
import { t } from "../strings.ts";
import { type Control, type ControlEvents, row } from "./row.ts";

/** One word of a closed list. */
export function choiceControl(parameter: Parameter, events: ControlEvents): Control {
  const id = `param-${parameter.path}`;
  const select = element(
    "select",
    { id, "data-testid": id },
    ...(parameter.control.choices ?? []).map((word) =>
      element("option", { value: word }, word === parameter.standard ? t("{0} (default)", word) : word),
    ),
  );
  const frame = row(parameter, id, events);
  frame.root.append(element("div", { class: "param-body" }, select));
  frame.end();
  select.addEventListener("change", () => events.changed(select.value, false));
  return {
    element: frame.root,
    update(shown) {
      frame.update(shown);
      select.value = String(shown.parameter.value);
    },
  };
}
