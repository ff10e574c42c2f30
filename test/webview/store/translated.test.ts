import { globSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Json } from "../../../simulator/protocol.ts";
import { parametersOf } from "../../../simulator/scenario/parameters.ts";
import { parseScenario } from "../../../simulator/scenario/parse.ts";
import { faultName } from "../../../webview/inspector/fault-fields.ts";
import { initial, next } from "../../../webview/store/state.ts";
import { titled } from "../../../webview/store/translated.ts";
import { useStrings } from "../../../webview/strings.ts";
import { sentence } from "../../../words/sentence.ts";
import { expectTranslated, pseudo } from "../../pseudo.ts";
import { network } from "../fixture/network.ts";

describe("what the schema calls things, in the language of the person", () => {
  beforeEach(() => useStrings(pseudo));
  afterEach(() => useStrings({}));

  it("is every title and description of the parameters of the lessons, and of what a fault needs", () => {
    const ofLessons = globSync("examples/*.sim.json").flatMap((path) => {
      const read = parseScenario(readFileSync(path, "utf8"));
      if (!read.ok) throw new Error(path);
      const { components } = read.raw as { components: Json[] };
      return read.scenario.components.flatMap((one, index) => parametersOf(components[index] ?? null, one));
    });
    const [first, ...others] = network.components;
    const components = [{ ...first!, parameters: ofLessons }, ...others];
    const opened = next(initial, { type: "opened", network: { ...network, components } });
    const faults = opened.network?.faults.flatMap(({ parameters }) => parameters) ?? [];
    const all = [...(opened.parameters[0] ?? []), ...faults];
    expect(all.length).toBeGreaterThan(500);
    for (const { title, description } of all) {
      expectTranslated(title);
      expectTranslated(description);
    }
    expect(titled("orders-db: deadline")).toBe("orders-db: жжжжжжжж");
  });

  it("is what options are called that a component could have", () => {
    const [option] = [{ path: "deadline", title: "deadline", description: "", value: "1s" }];
    const asked = next(initial, { type: "options", component: "a", absent: [option], forms: [] });
    expect(asked.options?.absent[0]?.title).toBe("жжжжжжжж");
  });

  it("is what a fault does", () => {
    const events = [
      {
        at: 1,
        until: 2,
        target: "a",
        label: sentence("{0} {1}", "a", sentence("down")),
        fault: sentence("down"),
      },
    ];
    const [event] = next(initial, { type: "opened", network: { ...network, events } }).events;
    expect([event?.label, event?.fault]).toEqual(["a жжжж", "жжжж"]);
    expect(faultName("latency")).toBe("жжжжжжж");
    expect(faultName("unheard-of")).toBe("unheard-of");
  });
});
