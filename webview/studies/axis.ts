import type { Json, Network, Parameter } from "../../simulator/protocol.ts";
import type { AxisRequest } from "../../simulator/studies.ts";
import { rangeOf, valueAtPosition } from "../inspector/scale.ts";
import { fromDocument, fromTyped, inUnit, toDocument } from "../inspector/value.ts";

/** A parameter of the network by its whole path. */
export type Choice = { path: string; component: string; parameter: Parameter };

/** Everything that can be gone through, with its values of now. */
export function choicesOf(
  { components }: Pick<Network, "components">,
  now: readonly (readonly Parameter[])[],
): Choice[] {
  return components.flatMap(({ id, label, parameters }, i) =>
    (now[i] ?? parameters).map((parameter) => ({
      path: `${id}.${parameter.path}`,
      component: label,
      parameter,
    })),
  );
}

/** Times less and times more than now. */
const AROUND = 4;
/** Where a slider's range is gone through because there is no number of now. */
const [LOW, HIGH] = [400, 800];

/** What to go through where nobody says it: every choice there is, or a range around the value of now. */
export function usualAxis(parameter: Parameter): string {
  const { control, value } = parameter;
  if (control.kind === "choice") return (control.choices ?? []).join(", ");
  if (control.kind === "flag") return "false, true";
  const range = rangeOf(control);
  const now = fromDocument(control, value);
  const [low, high] =
    typeof now === "number" && now > 0
      ? [now / AROUND, now * AROUND]
      : [valueAtPosition(range, LOW), valueAtPosition(range, HIGH)];
  const least = control.kind === "count" ? Math.max(1, range.min) : range.min;
  const inRange = (number: number) => Math.min(range.max, Math.max(least, Number(number.toPrecision(2))));
  const [from, to] = [inRange(low), inRange(high)].map((number) => toDocument(control, number));
  return `${from}..${to}`;
}

/** As it is written into the field: "4..100" or "none, 500ms". */
export const axisText = (axis: AxisRequest): string =>
  "values" in axis ? axis.values.map(valueName).join(", ") : `${valueName(axis.from)}..${valueName(axis.to)}`;

/** A value as the document writes it, without the quotes. */
export const valueName = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The values that somebody wrote: a range "4..100", or a list "none, 500ms, 2s". Undefined where they are none of this parameter. */
export function parseAxis({ path, parameter }: Choice, text: string): AxisRequest | undefined {
  const { control } = parameter;
  const value = (part: string): Json | undefined => {
    const typed = part.trim();
    if (control.kind === "flag") return typed === "true" ? true : typed === "false" ? false : undefined;
    if (control.kind === "choice") return control.choices?.includes(typed) === true ? typed : undefined;
    const unit = typeof parameter.value === "string" ? unitOf(parameter) : "";
    const found = fromTyped(control, typed, unit);
    return found === undefined ? undefined : toDocument(control, found);
  };
  const ends = text.split("..");
  if (ends.length === 2) {
    const [from, to] = ends.map(value);
    const goesUp = numberOf(parameter, from) < numberOf(parameter, to);
    return from === undefined || to === undefined || !goesUp ? undefined : { path, from, to };
  }
  const values = text.split(",").map(value);
  const isWhole = values.every((one) => one !== undefined) && new Set(values).size === values.length;
  return isWhole ? { path, values: values as Json[] } : undefined;
}

const numberOf = ({ control }: Parameter, value: Json | undefined): number => {
  const number = fromDocument(control, value);
  return typeof number === "number" ? number : Number.NaN;
};

/** A number without a unit is in the unit of the value of now. */
function unitOf({ control, value }: Parameter): string {
  const number = fromDocument(control, value);
  return typeof number === "number" ? inUnit(control.kind, number).unit : "";
}
