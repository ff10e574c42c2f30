import { listed, type Sentence, sentence } from "../../words/sentence.ts";
import type { Network } from "../engine/network.ts";
import type {
  ComponentOptions,
  Json,
  NetworkComponent,
  Network as NetworkView,
  Parameter,
} from "../protocol.ts";
import { faultKinds } from "../scenario/faults.ts";
import { metricNamed } from "../scenario/metrics.ts";
import { absentOptionsOf, formsOf, parametersOf } from "../scenario/parameters.ts";
import type { FaultEvent, Scenario } from "../scenario/schema/scenario.ts";
import { axesOf } from "./axis.ts";
import type { ValidDocument } from "./run.ts";

/** What a view needs to draw a network and its controls. */
export function networkView(document: ValidDocument, network: Network): NetworkView {
  const { scenario } = document;
  const parameters = allParameters(document);
  const index = new Map(scenario.components.map((component, i) => [component.id, i]));
  return {
    name: scenario.name,
    ...(scenario.question === undefined ? {} : { question: scenario.question }),
    ...(scenario.predictions === undefined ? {} : { predictions: scenario.predictions }),
    ...(scenario.outcome === undefined ? {} : { outcome: scenario.outcome }),
    components: scenario.components.map((component, i): NetworkComponent => {
      const position = scenario.layout[component.id];
      return {
        id: component.id,
        type: component.type,
        label: component.label ?? component.id,
        ...(component.group === undefined ? {} : { group: component.group }),
        parameters: parameters[i] as Parameter[],
        ...(component.source === undefined
          ? {}
          : {
              source: {
                file: component.source.file,
                line: component.source.line,
                library: component.source.library,
              },
            }),
        ...(position === undefined ? {} : { position: position as [number, number] }),
      };
    }),
    edges: network.simulation.links.map(({ from, to }) => ({ from, to })),
    replications: scenario.run.replications,
    duration: scenario.run.duration,
    warmUp: scenario.run.warmUp,
    seed: network.simulation.seed,
    sweep: axesOf(scenario),
    events: eventsView(scenario),
    faults: faultKinds(),
    budgets: scenario.budgets.map((budget) => ({
      component: index.get(budget.of) ?? 0,
      metric: budget.metric,
      of: budget.of,
      unit: metricNamed(budget.metric)?.unit ?? "count",
      ...(budget.window === undefined ? {} : { window: budget.window }),
      ...(budget.below === undefined ? {} : { below: budget.below }),
      ...(budget.atLeast === undefined ? {} : { atLeast: budget.atLeast }),
    })),
  };
}

/** What a component could have besides what it has; nothing where there is no such component. */
export function optionsView({ raw, scenario }: ValidDocument, id: string): ComponentOptions {
  const index = scenario.components.findIndex((component) => component.id === id);
  const component = (raw as { components: Json[] }).components[index];
  return component === undefined
    ? { absent: [], forms: [] }
    : { absent: absentOptionsOf(component), forms: formsOf(component) };
}

/** The parameters of every component, in the order of the scenario. */
export function allParameters({ raw, scenario }: ValidDocument): Parameter[][] {
  const components = (raw as { components: Json[] }).components;
  return scenario.components.map((component, i) => parametersOf(components[i] as Json, component));
}

/** What happens over time, as the lanes show it. */
export function eventsView(scenario: Scenario): NetworkView["events"] {
  return scenario.events.map((event) => {
    if ("set" in event) {
      const changes = Object.entries(event.set).map(([path, value]) => `${path} → ${JSON.stringify(value)}`);
      const target = Object.keys(event.set)[0]?.split(".")[0] ?? "";
      return { at: event.at, until: event.at, target, label: sentence("{0}", listed(changes)) };
    }
    const fault = onNode(event, faultText(event));
    return {
      at: event.at,
      // A flush is over at once.
      until: event.fault === "flush" ? event.at : (event.until ?? scenario.run.duration),
      target: event.target,
      label: sentence("{0} {1}", event.target, fault),
      fault,
    };
  });
}

const onNode = ({ node }: FaultEvent, fault: Sentence): Sentence =>
  node === undefined ? fault : sentence("node {0} {1}", node, fault);

function faultText(fault: FaultEvent): Sentence {
  switch (fault.fault) {
    case "latency":
      return fault.add > 0
        ? sentence("latency +{0} ms", fault.add * 1000)
        : sentence("latency ×{0}", fault.multiplyBy);
    case "errors":
      return sentence("errors {0} %", Math.round(fault.ratio * 100));
    case "hang":
      return sentence("hangs {0} s", fault.for);
    case "down":
      return sentence("down");
    case "traffic":
      return sentence("traffic ×{0}", fault.multiplyBy);
    case "cores":
      return sentence("{0} % of capacity", Math.round(fault.ratio * 100));
    case "flush":
      return sentence("flush");
    case "crash":
      return Number.isFinite(fault.instances) ? sentence("crash of {0}", fault.instances) : sentence("crash");
    case "partition":
      return fault.from === undefined ? sentence("cut off") : sentence("cut off from {0}", fault.from);
  }
}
