import type { Network } from "../../simulator/protocol.ts";
import { t, told } from "../strings.ts";

/** Something that happens in a span of time, in the person's language. */
export type Event = { at: number; until: number; target: string; label: string; fault?: string };

/** What of the schema's words a view shows. */
type Named = { title: string; description?: string };

/** A title such as "api: retry: first wait" in the person's language: names of components are nobody's to translate. */
export const titled = (title: string): string =>
  title
    .split(": ")
    .map((part) => t(part))
    .join(": ");

export const translated = <N extends Named>(named: N): N => ({
  ...named,
  title: titled(named.title),
  ...(named.description === undefined ? {} : { description: t(named.description) }),
});

export const translatedNetwork = (network: Network): Network => ({
  ...network,
  components: network.components.map((one) => ({ ...one, parameters: one.parameters.map(translated) })),
  faults: network.faults.map((one) => ({ ...one, parameters: one.parameters.map(translated) })),
});

/** An event without an end comes over JSON as one that ends at null. */
export const translatedEvents = (events: Network["events"]): Event[] =>
  events.map(({ label, fault, until, ...event }) => ({
    ...event,
    until: until ?? Number.POSITIVE_INFINITY,
    label: told(label),
    ...(fault === undefined ? {} : { fault: told(fault) }),
  }));
