import type { ComponentOptions, NetworkComponent, Parameter } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import { fullName } from "../stage/describe.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { recommend } from "../studies/recommend.ts";
import type { Study } from "../studies/study.ts";
import { type Outgoing, sessionCommand } from "../transport.ts";
import { absentOptions } from "./absent.ts";
import { cameFromCode, changesOf, editsOf } from "./changes.ts";
import { controlFor } from "./control.ts";
import { faultForm } from "./fault-form.ts";
import { type Control, titleParts } from "./row.ts";
import { toDocument } from "./value.ts";

export type Inspector = {
  element: HTMLElement;
  part: Part;
  /** Puts the focus on the first parameter. */
  focus(): void;
  /** Opens the form of faults and puts the focus into it. */
  focusFaults(): void;
};

/** Until the session has said what there is. */
const NO_OPTIONS: ComponentOptions = { absent: [], forms: [] };

/** The path under which a fault is refused. */
const EVENTS = "events";

/** Everything that can be set about the selected component. Made new for another component, else only brought up to date. */
export function inspector(state: () => State, send: (message: Outgoing) => void, study: Study): Inspector {
  const title = element("h2", {});
  const source = element("button", { type: "button", class: "link", "data-testid": "reveal-source" });
  const from = element("p", { class: "from", hidden: true }, t("from"), " ", source);
  const list = element("div", { class: "params" });
  const nothing = element(
    "p",
    { class: "note", hidden: true },
    t("Nothing can be changed here while it runs."),
  );
  const apply = element("button", { type: "button", class: "primary", "data-testid": "apply-to-code" });
  const undo = element(
    "button",
    {
      type: "button",
      "data-testid": "undo",
      title: t("Takes the last change back and runs again up to now"),
    },
    t("Undo change"),
  );
  const more = absentOptions((path, value) => {
    const id = component()?.id;
    if (id !== undefined) send(sessionCommand({ type: "add", path: `${id}.${path}`, value }));
  });
  const faults = faultForm((command) => send(sessionCommand(command)));
  const search = recommend(study);
  const foot = element("div", { class: "actions" }, apply, undo);
  const root = element(
    "section",
    { class: "inspector", id: "inspector", role: "tabpanel", "aria-label": t("Parameters") },
    element("header", {}, title, from),
    search.element,
    list,
    nothing,
    more.element,
    faults.element,
    foot,
  );
  let controls: { of: NetworkComponent; byPath: Map<string, Control> } | undefined;

  const index = (): number => {
    const { network, selected } = state();
    return network?.components.findIndex(({ id }) => id === selected) ?? -1;
  };
  const component = (): NetworkComponent | undefined => state().network?.components[index()];
  const changes = () => changesOf(component()?.parameters ?? [], state().parameters[index()] ?? []);

  source.addEventListener("click", () => {
    const id = component()?.id;
    if (id !== undefined) send({ type: "revealSource", component: id });
  });
  apply.addEventListener("click", () => {
    const id = component()?.id;
    if (id !== undefined) send({ type: "applyToCode", component: id, values: changes() });
  });
  undo.addEventListener("click", () => send(sessionCommand({ type: "undo" })));

  const build = (of: NetworkComponent): Map<string, Control> => {
    const byPath = new Map<string, Control>();
    let group = "";
    list.replaceChildren();
    for (const parameter of groupsLast(of.parameters)) {
      const [within] = titleParts(parameter.title);
      if (within !== group && within !== "") list.append(element("h3", {}, within));
      group = within;
      const control = controlFor(parameter, {
        changed: (value, more) =>
          send(
            sessionCommand({
              type: "set",
              path: `${of.id}.${parameter.path}`,
              value: toDocument(parameter.control, value),
              ...(more ? { more } : {}),
            }),
          ),
        showRule: (rule) => send({ type: "showRule", rule }),
      });
      byPath.set(parameter.path, control);
      list.append(control.element);
    }
    return byPath;
  };

  const draw = ({ network, parameters, options, refusal, opening, edits, study: asked }: State): void => {
    const of = component();
    if (of === undefined) return;
    if (controls?.of !== of) controls = { of, byPath: build(of) };
    write(title, fullName(of));
    from.hidden = of.source === undefined;
    write(source, of.source === undefined ? "" : `${of.source.file}:${of.source.line}`);
    mark(source, "aria-label", t("Show {0} in the editor", source.textContent ?? ""));
    nothing.hidden = of.parameters.length > 0;
    for (const parameter of parameters[index()] ?? of.parameters) {
      const opened = of.parameters.find(({ path }) => path === parameter.path);
      controls.byPath.get(parameter.path)?.update({
        parameter,
        opened,
        fromCode: of.source !== undefined && opened !== undefined && cameFromCode(opened),
        refusal: refusal?.path === `${of.id}.${parameter.path}` ? refusal.message : undefined,
      });
    }
    const ownRefusal = refusal?.path.startsWith(`${of.id}.`) === true ? refusal : undefined;
    const inList = ownRefusal !== undefined && controls.byPath.has(ownRefusal.path.slice(of.id.length + 1));
    const { absent, forms } = options?.component === of.id ? options : NO_OPTIONS;
    more.update(absent, forms, inList ? undefined : ownRefusal?.message);
    faults.update(of, network, refusal?.path === EVENTS ? refusal.message : undefined);
    search.update(of, parameters[index()] ?? of.parameters, asked);
    const applies = opening?.origin.kind === "code" && opening.canApply && of.source !== undefined;
    apply.hidden = !applies;
    mark(apply, "disabled", changes().length === 0);
    write(apply, t("Apply to {0}…", of.source?.file ?? ""));
    undo.hidden = editsOf(edits, of.id).length === 0;
  };

  return {
    element: root,
    part: {
      every: () => 100,
      uses: ({ network, parameters, options, selected, refusal, opening, edits, study }) => [
        network,
        parameters,
        options,
        selected,
        refusal,
        opening,
        edits,
        study,
      ],
      draw,
    },
    focus() {
      // Who has just selected something would else land in the parameters of what was selected before.
      draw(state());
      list.querySelector<HTMLElement>("input, select")?.focus();
    },
    focusFaults() {
      draw(state());
      faults.focus();
    },
  };
}

/** What belongs to the component itself comes first, or it would seem to belong to the group before it. */
const groupsLast = (parameters: readonly Parameter[]): Parameter[] =>
  [...parameters].sort((a, b) => Number(grouped(a)) - Number(grouped(b)));

const grouped = ({ title }: Parameter) => titleParts(title)[0] !== "";
