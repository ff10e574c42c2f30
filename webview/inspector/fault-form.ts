import type { FaultKind, Json, Network, NetworkComponent, SessionCommand } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import { t } from "../strings.ts";
import { controlFor } from "./control.ts";
import { callersOf, faultName, faultOf, fieldsOf } from "./fault-fields.ts";
import { toDocument } from "./value.ts";

type Disturb = Extract<SessionCommand, { type: "disturb" }>;

export type FaultForm = {
  element: HTMLElement;
  /** Shows what can happen to a component; why the last fault was refused, if it was. */
  update(of: NetworkComponent, network: Network | undefined, refusal: string | undefined): void;
  /** Opens it and puts the focus on the kind of fault. */
  focus(): void;
};

/** The faults that a component can suffer; one is chosen, turned, and added to the run from now on. */
export function faultForm(send: (command: Disturb) => void): FaultForm {
  const kind = element("select", { "data-testid": "fault", "aria-label": t("Kind of fault") });
  const fields = element("div", { class: "params" });
  const add = element("button", { type: "button", "data-testid": "add-fault" }, t("Add from now on"));
  const why = element("p", { class: "refusal", role: "alert", hidden: true });
  const root = element(
    "details",
    { class: "faults", "data-testid": "faults" },
    element("summary", { title: t("Something that goes wrong for a while (F)") }, t("Add a fault")),
    kind,
    fields,
    element("div", { class: "actions" }, add),
    why,
  );
  let target: NetworkComponent | undefined;
  let possible: readonly FaultKind[] = [];
  let callers: readonly string[] = [];
  let values = new Map<string, Json>();

  const build = () => {
    const chosen = possible.find(({ fault }) => fault === kind.value);
    const parameters = chosen === undefined ? [] : fieldsOf(chosen, callers);
    values = new Map(parameters.map(({ path, value }) => [path, value]));
    fields.replaceChildren(
      ...parameters.map((parameter) => {
        // A component may have a parameter of the same name.
        const control = controlFor(
          { ...parameter, path: `fault-${parameter.path}` },
          {
            changed: (value) => values.set(parameter.path, toDocument(parameter.control, value)),
            showRule: () => {},
          },
        );
        control.update({ parameter, opened: undefined, fromCode: false, refusal: undefined });
        return control.element;
      }),
    );
  };
  kind.addEventListener("change", build);
  add.addEventListener("click", () => {
    if (target === undefined || kind.value === "") return;
    const { fault, ...lasting } = faultOf(values);
    send({ type: "disturb", fault: { target: target.id, fault: kind.value, ...fault }, ...lasting });
  });

  return {
    element: root,
    update(of, network, refusal) {
      if (of !== target) {
        target = of;
        possible = network?.faults.filter(({ on }) => on.includes(of.type)) ?? [];
        callers = network === undefined ? [] : callersOf(network, of.id);
        kind.replaceChildren(
          ...possible.map(({ fault }) => element("option", { value: fault }, faultName(fault))),
        );
        root.hidden = possible.length === 0;
        build();
      }
      why.hidden = refusal === undefined;
      write(why, refusal ?? "");
    },
    focus() {
      if (root.hidden) return;
      mark(root, "open", true);
      kind.focus();
    },
  };
}
