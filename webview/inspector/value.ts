import type { Json } from "../../simulator/protocol.ts";
import type { Control } from "../../simulator/scenario/schema/quantities.ts";
import { parseDuration, parseRate } from "../../simulator/scenario/units.ts";

/** A value of a parameter as a control holds it: a number (seconds, per second, or plain), or one of the words. */
export type Value = number | string | boolean;

/** A value of the document for a control: "50ms" is 0.05. Undefined where the document has none. */
export function fromDocument(control: Control, value: Json | undefined): Value | undefined {
  switch (typeof value) {
    case "string": {
      if (value === control.word || control.kind === "choice") return value;
      const number = control.kind === "rate" ? parseRate(value) : parseDuration(value);
      return number ?? value;
    }
    case "number":
    case "boolean":
      return value;
    default:
      return undefined;
  }
}

/** The value as the document writes it: with its unit. */
export function toDocument({ kind }: Control, value: Value): Json {
  if (typeof value !== "number") return value;
  switch (kind) {
    case "duration": {
      const { number, unit } = inUnit(kind, value);
      return `${written(number)}${unit}`;
    }
    case "rate":
      return `${written(value)}/s`;
    case "count":
      return Math.round(value);
    default:
      return value;
  }
}

/** A number and its unit, as the number field shows them. */
export function inUnit(kind: Control["kind"], value: number): { number: number; unit: string } {
  switch (kind) {
    case "duration":
      if (value > 0 && value < 0.001) return { number: tidy(value * 1e6), unit: "us" };
      return value < 1 ? { number: tidy(value * 1e3), unit: "ms" } : { number: tidy(value), unit: "s" };
    case "rate":
      return { number: tidy(value), unit: "/s" };
    case "ratio":
      return { number: tidy(value * 100), unit: "%" };
    case "factor":
      return { number: tidy(value), unit: "×" };
    default:
      return { number: value, unit: "" };
  }
}

/**
 * What somebody typed into the number field: a number in the unit that is shown, or with a unit of its own ("2s", "30/m", "5 %").
 * Undefined where it is neither.
 */
export function fromTyped({ kind, word }: Control, text: string, unit: string): Value | undefined {
  const typed = text.trim().replace(/\s+/g, "");
  if (word !== undefined && typed === word) return word;
  if (kind === "duration") return parseDuration(typed) ?? parseDuration(`${typed}${unit}`);
  if (kind === "rate") return parseRate(typed) ?? parseRate(`${typed}/s`);
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(typed.replace("×", "")) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (kind === "ratio") return tidy((percent === "%" || unit === "%" ? 0.01 : 1) * number);
  if (kind === "count") return Number.isInteger(number) ? number : undefined;
  return number;
}

/** Without an exponent, which the document does not have. */
const written = (number: number) => number.toFixed(9).replace(/\.?0+$/, "");

/** Without the dust of binary fractions. */
const tidy = (value: number) => Number(value.toPrecision(12));
