import type { Parameter } from "../../simulator/protocol.ts";
import { element, mark, write } from "../dom.ts";
import { t } from "../strings.ts";
import type { Value } from "./value.ts";

/** What a control tells of itself. */
export type ControlEvents = {
  /** A person chose a value; live while dragging, and then there are `more` to come. */
  changed(value: Value, more: boolean): void;
  showRule(rule: string): void;
};

/** The shown state of one parameter. */
export type Shown = {
  parameter: Parameter;
  /** As it was when the scenario was opened. */
  opened: Parameter | undefined;
  /** Its value at opening came from a line of code. */
  fromCode: boolean;
  /** Why the last change was refused. */
  refusal: string | undefined;
};

/** One parameter in the inspector. */
export type Control = { element: HTMLElement; update(shown: Shown): void };

/** A title such as "api: retry: first wait" is a group and a name in it. */
export function titleParts(title: string): [group: string, name: string] {
  const at = title.lastIndexOf(": ");
  return at < 0 ? ["", title] : [title.slice(0, at), title.slice(at + 2)];
}

/** The name of a parameter with its description, its warning and its refusal; a control goes in between. */
export function row(parameter: Parameter, forId: string, events: ControlEvents) {
  const [group, name] = titleParts(parameter.title);
  const warning = element("button", { type: "button", class: "rule-link", hidden: true });
  const code = element(
    "span",
    { class: "from-code", title: t("This value comes from code"), hidden: true },
    "{ }",
  );
  const head = element(
    "div",
    { class: "param-head" },
    element(
      "label",
      { for: forId, title: parameter.description },
      ...(group === "" ? [] : [element("span", { class: "unseen" }, `${group}: `)]),
      name,
    ),
    code,
    warning,
  );
  const refusal = element("p", { class: "refusal", role: "alert", hidden: true });
  const root = element("div", { class: "param" }, head);
  let rule: string | undefined;
  warning.addEventListener("click", () => {
    if (rule !== undefined) events.showRule(rule);
  });
  return {
    root,
    head,
    end: () => root.append(refusal),
    update({ parameter: { warning: id, value }, opened, fromCode, refusal: why }: Shown) {
      rule = id;
      warning.hidden = id === undefined;
      write(warning, id === undefined ? "" : `⚠ ${id}`);
      if (id !== undefined) mark(warning, "aria-label", t("Warning: {0}. Show the rule", id));
      code.hidden = !fromCode;
      mark(root, "data-changed", opened !== undefined && opened.value !== value);
      refusal.hidden = why === undefined;
      write(refusal, why ?? "");
    },
  };
}
