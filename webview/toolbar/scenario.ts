import type { Opening } from "../../simulator/protocol.ts";
import { element } from "../dom.ts";
import type { Part } from "../loop.ts";
import { t } from "../strings.ts";

const OWN = "";

/** What is open, and the examples that could be opened instead. */
export function scenarioMenu(choose: (example: string) => void): { element: HTMLElement; part: Part } {
  const menu = element("select", {
    class: "scenario",
    "data-testid": "scenario",
    "aria-label": t("Scenario"),
  });
  let current = OWN;
  menu.addEventListener("change", () => {
    if (menu.value !== OWN) choose(menu.value);
    // Until the host opens it, what is shown is still the other one.
    menu.value = current;
  });
  return {
    element: menu,
    part: {
      every: () => 0,
      uses: ({ opening, network }) => [opening, network?.name],
      draw({ opening, network }) {
        if (opening === undefined) return;
        const own = ownName(opening, network?.name);
        current = opening.origin.kind === "example" ? opening.origin.id : OWN;
        menu.replaceChildren(
          ...(own === undefined ? [] : [element("option", { value: OWN }, own)]),
          element(
            "optgroup",
            { label: t("Examples") },
            ...opening.examples.map(({ id, name, question }) =>
              element("option", { value: id, title: question }, name),
            ),
          ),
        );
        menu.value = current;
      },
    },
  };
}

/** What is open where it is no example: a document or a line of code. */
function ownName({ origin }: Opening, name: string | undefined): string | undefined {
  switch (origin.kind) {
    case "example":
      return undefined;
    case "document":
      return name ?? baseName(origin.file);
    case "code":
      return t("{0}, line {1}", baseName(origin.file), origin.line);
    default:
      return origin satisfies never;
  }
}

const baseName = (file: string): string => file.split(/[\\/]/).pop() ?? file;
