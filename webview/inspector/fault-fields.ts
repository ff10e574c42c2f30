import type { FaultKind, Json, Network, Parameter } from "../../simulator/protocol.ts";
import { parseDuration } from "../../simulator/scenario/units.ts";
import { t } from "../strings.ts";

/** How long a fault lasts that nobody has said more about, seconds. */
const USUAL = 10;

const lasting = (): Parameter => ({
  path: "seconds",
  title: t("for"),
  description: t("Simulated time until it is over."),
  control: { kind: "duration", min: 0.1, max: 600, scale: "log" },
  value: `${USUAL}s`,
});

const anyCaller = () => t("any caller");

const calledBy = (callers: readonly string[]): Parameter => ({
  path: "from",
  title: t("from"),
  description: t("Whose calls it is about."),
  control: { kind: "choice", choices: [anyCaller(), ...callers] },
  value: anyCaller(),
});

/** What a kind of fault is called; a kind that has no name yet is called as documents do. */
export function faultName(fault: string): string {
  const names: { [fault: string]: string } = {
    latency: t("latency"),
    errors: t("errors"),
    hang: t("hang"),
    down: t("down"),
    traffic: t("traffic"),
    cores: t("capacity"),
    flush: t("flush"),
    crash: t("crash"),
    partition: t("partition"),
  };
  return names[fault] ?? fault;
}

/** Who calls a component, by the ways that the stage draws. */
export function callersOf({ components, edges }: Network, id: string): string[] {
  const target = components.findIndex((component) => component.id === id);
  const callers = edges.filter(({ to }) => to === target).map(({ from }) => components[from]?.id ?? "");
  return [...new Set(callers)];
}

/** What is asked of somebody who adds a fault of a kind. */
export const fieldsOf = (kind: FaultKind, callers: readonly string[]): Parameter[] => [
  ...kind.parameters,
  ...(kind.fromCaller && callers.length > 1 ? [calledBy(callers)] : []),
  ...(kind.lasts ? [lasting()] : []),
];

/** The fault that the answers describe, and how long it lasts in seconds, where it lasts. */
export function faultOf(values: ReadonlyMap<string, Json>): {
  fault: { [key: string]: Json };
  seconds?: number;
} {
  const { seconds, from, ...fault } = Object.fromEntries(values);
  return {
    fault: from === undefined || from === anyCaller() ? fault : { ...fault, from },
    ...(seconds === undefined ? {} : { seconds: parseDuration(String(seconds)) ?? USUAL }),
  };
}
