import type { Json } from "../protocol.ts";
import { setFlaws, sweepFlaws, variantFlaws } from "./checks/changes.ts";
import { componentFlaws } from "./checks/components.ts";
import { endpointFlaws } from "./checks/endpoints.ts";
import { eventFlaws, layoutFlaws, runFlaws, windowFlaws } from "./checks/events.ts";
import { expansionFlaws } from "./checks/expansion.ts";
import { wrong } from "./checks/findings.ts";
import { budgetFlaws, expectFlaws } from "./checks/goals.ts";
import { graphFlaws } from "./checks/graph.ts";
import { duplicateFlaws, invalidationFlaws, referenceFlaws, referencesOf } from "./checks/references.ts";
import { zoneFlaws } from "./checks/zones.ts";
import type { Flaw } from "./flaw.ts";
import type { Scenario } from "./schema/scenario.ts";

/** What is wrong with a scenario that has the right shape: values that contradict one another, names of nothing. */
export function validate(raw: Json, scenario: Scenario): Flaw[] {
  const network = networkFlaws(scenario);
  return [
    ...runFlaws(scenario),
    ...scenario.components.flatMap((component, index) => componentFlaws(component, ["components", index])),
    ...network,
    ...eventFlaws(scenario),
    ...windowFlaws(scenario),
    ...layoutFlaws(scenario),
    ...budgetFlaws(scenario),
    ...expectFlaws(scenario),
    // What a change makes of a network is worth a look only where the network itself is right.
    ...(network.length > 0 ? [] : setFlaws(raw, scenario)),
  ];
}

/** What is wrong with the variants and the sweep of a scenario in which nothing else is wrong. */
export const validateVariants = (raw: Json, scenario: Scenario): Flaw[] => [
  ...variantFlaws(raw, scenario, networkFlaws),
  ...sweepFlaws(raw, scenario),
];

/** What is wrong with how the components hang together. */
function networkFlaws({ components }: Scenario): Flaw[] {
  const duplicates = duplicateFlaws(components);
  if (duplicates.length > 0) return duplicates;
  const references = referencesOf(components);
  const missing = referenceFlaws({ components }, references);
  const sources = components.some(({ type }) => type === "source")
    ? []
    : [wrong(["components"], "nothing sends requests", 'add a component of type "source"')];
  const expansion = expansionFlaws(components);
  return [
    ...sources,
    ...missing,
    ...invalidationFlaws(components),
    ...endpointFlaws(components, references),
    ...zoneFlaws(components, references),
    ...expansion,
    ...graphFlaws(components, references).filter(() => expansion.length === 0),
  ];
}
