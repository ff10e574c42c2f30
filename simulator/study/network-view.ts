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
  return scenario.events.map((event) =>
    "set" in event
      ? {
          at: event.at,
          until: event.at,
          target: Object.keys(event.set)[0]?.split(".")[0] ?? "",
          label: Object.entries(event.set)
            .map(([path, value]) => `${path} → ${JSON.stringify(value)}`)
            .join(", "),
        }
      : {
          at: event.at,
          // A flush is over at once.
          until: event.fault === "flush" ? event.at : (event.until ?? scenario.run.duration),
          target: event.target,
          label: [
            event.target,
            ...(event.node === undefined ? [] : [`node ${event.node}`]),
            faultText(event),
          ].join(" "),
        },
  );
}

function faultText(fault: FaultEvent): string {
  switch (fault.fault) {
    case "latency":
      return fault.add > 0 ? `latency +${fault.add * 1000} ms` : `latency ×${fault.multiplyBy}`;
    case "errors":
      return `errors ${Math.round(fault.ratio * 100)} %`;
    case "hang":
      return `hangs ${fault.for} s`;
    case "down":
      return "down";
    case "traffic":
      return `traffic ×${fault.multiplyBy}`;
    case "cores":
      return `${Math.round(fault.ratio * 100)} % of capacity`;
    case "flush":
      return "flush";
    case "crash":
      return Number.isFinite(fault.instances) ? `crash of ${fault.instances}` : "crash";
    case "partition":
      return fault.from === undefined ? "cut off" : `cut off from ${fault.from}`;
  }
}
