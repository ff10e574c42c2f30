import { nearest, suggest } from "../../../words/nearest.ts";
import { type MetricUse, metricsOf, parseExpression } from "../expression.ts";
import type { Flaw } from "../flaw.ts";
import { type ComponentType, inWindows, METRICS, metricNamed, metricNamesOf, SYSTEM } from "../metrics.ts";
import type { Scenario } from "../schema/scenario.ts";
import { unknownComponent } from "./events.ts";
import { wrong } from "./findings.ts";

/** Budgets of metrics, components or windows that are not there. */
export function budgetFlaws(scenario: Scenario): Flaw[] {
  return scenario.budgets.flatMap((budget, index) => {
    const path = ["budgets", index];
    const flaws: Flaw[] = [];
    const component = scenario.components.find(({ id }) => id === budget.of);
    const metric = metricMessage(budget.metric, component?.type);
    if (component === undefined)
      flaws.push(unknownComponent([...path, "of"], budget.of, scenario.components));
    if (metric !== undefined) flaws.push(wrong([...path, "metric"], ...metric));
    if (budget.window !== undefined && !Object.hasOwn(scenario.windows, budget.window)) {
      flaws.push(wrong([...path, "window"], ...noWindow(budget.window, scenario)));
    }
    if (
      budget.window !== undefined &&
      component !== undefined &&
      metric === undefined &&
      !inWindows(budget.metric, component.type)
    ) {
      flaws.push(wrong([...path, "window"], ...notInWindows(budget.metric, component)));
    }
    return flaws;
  });
}

type Message = [message: string, suggestion?: string | undefined];

/** What is wrong with a metric's name, or with asking a component of this type for it. */
function metricMessage(
  name: string,
  type: Parameters<typeof metricNamesOf>[0] | undefined,
): Message | undefined {
  const metric = metricNamed(name);
  if (metric === undefined) {
    const known = type === undefined ? METRICS.map((each) => each.name) : metricNamesOf(type);
    const near =
      nearest(name, known) ??
      nearest(
        name,
        METRICS.map((each) => each.name),
      );
    return [
      `there is no metric "${name}"`,
      near === undefined ? "docs/scenario.md lists all metrics" : `did you mean "${near}"?`,
    ];
  }
  if (type === undefined || metric.of.includes(type)) return undefined;
  return [`a ${type} has no "${name}"`, `it is a metric of: ${metric.of.join(", ")}`];
}

const noWindow = (name: string, { windows }: Scenario): Message => [
  `there is no window "${name}"`,
  suggest(name, Object.keys(windows), "windows"),
];

const notInWindows = (metric: string, { type }: { type: ComponentType }): Message => {
  const measured = metricNamesOf(type).filter((name) => inWindows(name, type));
  const instead = measured.length === 0 ? "name a source" : `measured there: ${measured.join(", ")}`;
  return [`"${metric}" of a ${type} is not measured in windows`, `leave the window out, or ${instead}`];
};

/** Expectations that cannot be read, or speak of what is not there. */
export function expectFlaws(scenario: Scenario): Flaw[] {
  const variants = Object.keys(scenario.variants);
  return scenario.expect.flatMap((text, index) => {
    const path = ["expect", index];
    const at = (within: number, message: string, suggestion?: string): Flaw => ({
      ...wrong(path, message, suggestion),
      within,
    });
    const parsed = parseExpression(text, { variants: variants.length > 0 });
    if (!parsed.ok) return [at(parsed.fault.offset, parsed.fault.message)];
    return metricsOf(parsed.expression).flatMap((use) =>
      useFaults(use, scenario, variants).map(({ offset, message: [message, suggestion] }) =>
        at(offset, message, suggestion),
      ),
    );
  });
}

function useFaults(
  use: MetricUse,
  scenario: Scenario,
  variants: readonly string[],
): { offset: number; message: Message }[] {
  const faults: { offset: number; message: Message }[] = [];
  const { argumentOffsets } = use;
  if (use.variant !== undefined && !variants.includes(use.variant)) {
    const message: Message = [
      `there is no variant "${use.variant}"`,
      suggest(use.variant, variants, "variants"),
    ];
    faults.push({ offset: argumentOffsets.variant, message });
  }
  if (use.window !== undefined && !Object.hasOwn(scenario.windows, use.window)) {
    faults.push({ offset: argumentOffsets.window, message: noWindow(use.window, scenario) });
  }
  const component = componentFault(use, scenario);
  if (component !== undefined) faults.push(component);
  return faults;
}

function componentFault(
  use: MetricUse,
  scenario: Scenario,
): { offset: number; message: Message } | undefined {
  const { offset, argumentOffsets } = use;
  if (use.component === SYSTEM) {
    if (metricNamed(use.name)?.system) return undefined;
    return {
      offset,
      message: metricMessage(use.name, undefined) ?? [`the system as a whole has no "${use.name}"`],
    };
  }
  const slash = use.component.indexOf("/");
  const id = slash < 0 ? use.component : use.component.slice(0, slash);
  const component = scenario.components.find((each) => each.id === id);
  if (component === undefined) {
    const { message, suggestion } = unknownComponent([], id, scenario.components);
    return { offset: argumentOffsets.component, message: [message, suggestion] };
  }
  if (slash >= 0) {
    const endpoint = use.component.slice(slash + 1);
    const known =
      component.type === "source" ? component.calls.map((call) => call.endpoint ?? call.target) : [];
    if (!known.includes(endpoint)) {
      const message: Message = [
        `"${id}" calls no endpoint "${endpoint}"`,
        suggest(endpoint, known, "endpoints"),
      ];
      return { offset: argumentOffsets.component, message };
    }
  }
  const message = metricMessage(use.name, component.type);
  if (message === undefined && use.window !== undefined && !inWindows(use.name, component.type)) {
    return { offset: argumentOffsets.window, message: notInWindows(use.name, component) };
  }
  return message && { offset, message };
}
