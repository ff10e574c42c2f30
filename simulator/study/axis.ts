import type { Json } from "../protocol.ts";
import { componentIndex, parameterAt } from "../scenario/document.ts";
import { formatDuration, formatRate } from "../scenario/format.ts";
import { parametersOf } from "../scenario/parameters.ts";
import type { Control } from "../scenario/schema/quantities.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import { parseDuration, parseRate } from "../scenario/units.ts";
import type { AxisRequest } from "../studies.ts";
import type { ValidDocument } from "./run.ts";

/** A range that cannot be gone through. */
export class AxisError extends Error {
  override readonly name = "AxisError";
}

/** A range over more than this factor is gone through in equal ratios, not in equal steps. */
const LOGARITHMIC = 8;
/** Values of a range that are not whole are not told apart more finely than this. */
const RESOLUTION = 0.02;

type Kind = "count" | "number" | "duration" | "rate";

/** The values of one parameter that a study goes through: a list as it is, or a range that can be gone through more and more finely. */
export class Axis {
  readonly path: string;
  /** What a list gives; nothing for a range. */
  readonly values: readonly Json[] | undefined;
  private readonly kind: Kind = "count";
  private readonly from: number = 0;
  private readonly to: number = 0;

  /** Throws an AxisError. `document` says what kind of number the parameter is. */
  constructor(request: AxisRequest, document: ValidDocument) {
    this.path = request.path;
    if ("values" in request) {
      if (request.values.length === 0) throw new AxisError(`${request.path}: there are no values`);
      this.values = request.values;
      return;
    }
    const { from, to, path } = request;
    const control = controlOf(document, path);
    const kind = kindOf(from, control);
    if (kind === undefined || kind !== kindOf(to, control)) {
      throw new AxisError(
        `${path}: ${JSON.stringify(from)}..${JSON.stringify(to)} is no range: write two numbers, durations or rates, or a list of values`,
      );
    }
    this.kind = kind;
    [this.from, this.to] = [numberOf(from), numberOf(to)];
    if (!(this.from < this.to)) throw new AxisError(`${path}: the range has to go up`);
  }

  private get isLogarithmic(): boolean {
    return this.from > 0 && this.to / this.from >= LOGARITHMIC;
  }

  /** The list, or about `count` values from end to end of the range. */
  coarse(count: number): Json[] {
    if (this.values !== undefined) return [...this.values];
    const { from, to } = this;
    const numbers = Array.from({ length: count }, (_, i) => {
      const share = i / (count - 1);
      return this.isLogarithmic ? from * (to / from) ** share : from + (to - from) * share;
    });
    return [...new Set(numbers.map((number) => this.value(number)))];
  }

  /** A value about half-way between two neighbours; undefined where there is none, or none that is worth telling apart. */
  between(a: Json, b: Json): Json | undefined {
    if (this.values !== undefined) return undefined;
    const [low, high] = [numberOf(a), numberOf(b)];
    if (this.kind !== "count" && Math.abs(high - low) <= RESOLUTION * Math.max(high, this.to / 100)) {
      return undefined;
    }
    const middle = this.isLogarithmic && low > 0 ? Math.sqrt(low * high) : (low + high) / 2;
    const value = this.value(middle);
    // Rounding may hit an end though there is a whole number between.
    const found = value === a && this.kind === "count" ? this.value(low + 1) : value;
    return found === a || found === b ? undefined : found;
  }

  /** Where a value stands in the order of the axis. */
  position(value: Json): number {
    return this.values === undefined ? numberOf(value) : this.values.indexOf(value);
  }

  private value(number: number): Json {
    const isEnd = number === this.from || number === this.to;
    const rounded = isEnd ? number : Number(number.toPrecision(3));
    switch (this.kind) {
      case "count":
        return Math.round(number);
      case "number":
        return rounded;
      case "duration":
        return formatDuration(rounded);
      case "rate":
        return formatRate(rounded);
    }
  }
}

/** What the document asks to go through. */
export function axesOf({ sweep }: Pick<Scenario, "sweep">): AxisRequest[] {
  return Object.entries(sweep).map(([path, values]) =>
    Array.isArray(values)
      ? { path, values: values as Json[] }
      : { path, from: values.from as Json, to: values.to as Json },
  );
}

/** The inspector's control for a parameter, where it has one. */
export function controlOf({ raw, scenario }: ValidDocument, path: string): Control | undefined {
  const index = componentIndex(raw, path);
  const component = index === undefined ? undefined : scenario.components[index];
  if (component === undefined || index === undefined) return undefined;
  const within = path.slice(path.indexOf(".") + 1);
  const document = (raw as { components: Json[] }).components[index] as Json;
  return parametersOf(document, component).find((parameter) => parameter.path === within)?.control;
}

/** What the document says of a parameter, or what holds where it is silent. Throws a PathError. */
export function valueNow({ raw, scenario }: ValidDocument, path: string): Json | undefined {
  const said = parameterAt(raw, path);
  if (said !== undefined) return said;
  const index = componentIndex(raw, path);
  const component = index === undefined ? undefined : scenario.components[index];
  if (component === undefined || index === undefined) return undefined;
  const within = path.slice(path.indexOf(".") + 1);
  const document = (raw as { components: Json[] }).components[index] as Json;
  return parametersOf(document, component).find((parameter) => parameter.path === within)?.value;
}

function kindOf(value: Json, control: Control | undefined): Kind | undefined {
  if (typeof value === "number") {
    if (control !== undefined) return control.kind === "count" ? "count" : "number";
    return Number.isInteger(value) ? "count" : "number";
  }
  if (typeof value !== "string") return undefined;
  if (parseDuration(value) !== undefined) return "duration";
  return parseRate(value) === undefined ? undefined : "rate";
}

/** A value of a range in its unit: a number, seconds, or events per second. */
export function numberOf(value: Json): number {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return Number.NaN;
  return parseDuration(value) ?? parseRate(value) ?? Number.NaN;
}
