import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { setValue } from "../../simulator/scenario/edit.ts";
import { absentOptionsOf, formsOf, parametersOf } from "../../simulator/scenario/parameters.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";

const folder = join(import.meta.dirname, "../../examples");
const examples = readdirSync(folder).filter((file) => /\.sim\.(json|ya?ml)$/.test(file));

const arrival = { model: "open", rate: "100/s" };
const stages = { model: "stages", stages: [{ duration: "1s", rate: "100/s" }] };

describe("options that a component could have and has not", () => {
  it.each([
    [
      "hedge of a call",
      { id: "a", type: "source", arrival, calls: ["b"] },
      "calls.0.hedge",
      { after: "30ms" },
    ],
    [
      "ramp of a stage",
      { id: "a", type: "source", arrival: stages, calls: ["b"] },
      "arrival.stages.0.rampTo",
      "40/s",
    ],
    [
      "keys of a source",
      { id: "a", type: "source", arrival, calls: ["b"] },
      "keys",
      { distribution: "uniform", count: 1000 },
    ],
    [
      "hedge of a call in a step",
      { id: "a", type: "server", steps: [{ call: "b" }] },
      "steps.0.call.hedge",
      { after: "30ms" },
    ],
  ])("the %s is offered with something to begin with", (_name, raw, path, value) => {
    expect(absentOptionsOf(raw as Json).find((option) => option.path === path)?.value).toEqual(value);
  });

  it("a distribution can become any other, and keeps what both have", () => {
    const raw = { id: "a", type: "database", serviceTime: { distribution: "exponential", mean: "7ms" } };
    const [form] = formsOf(raw);
    expect(form).toMatchObject({ path: "serviceTime", current: "exponential" });
    expect(form!.choices.find(({ word }) => word === "lognormal")!.value).toMatchObject({
      distribution: "lognormal",
      mean: "7ms",
    });
    expect(form!.choices.map(({ word }) => word)).toContain("hyperexponential");
  });

  it.each(examples)("each that is offered in %s can be added, and then is there to be turned", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const example = parseScenario(text);
    if (!example.ok) throw new Error(example.problems[0]?.message);
    const { components } = example.raw as { components: { id: string }[] };
    const offered = components.flatMap((component) =>
      absentOptionsOf(component as Json).map((option) => ({ ...option, id: component.id })),
    );
    const refused = offered.flatMap(({ id, path, value }) => {
      const parsed = parseScenario(setValue(text, `${id}.${path}`, value));
      if (!parsed.ok) return [`${id}.${path}: ${parsed.problems[0]?.message}`];
      const index = components.findIndex((component) => component.id === id);
      const raw = (parsed.raw as { components: Json[] }).components[index] as Json;
      const there = parametersOf(raw, parsed.scenario.components[index]!).some((parameter) =>
        parameter.path.startsWith(path),
      );
      return there ? [] : [`${id}.${path}: nothing to be turned`];
    });
    expect(refused).toEqual([]);
  });
});
