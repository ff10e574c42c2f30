import type {
  Concept,
  Construction,
  ConstructionProperty,
  KnownProperty,
  Unit,
} from "../../linter/construction.ts";
import type { Json } from "../../simulator/protocol.ts";
import { parseDuration } from "../../simulator/scenario/units.ts";
import { type Sentence, sentence } from "../../words/sentence.ts";

type Kind =
  /** A number of connections or requests. */
  | "count"
  /** A number, or "unlimited". */
  | "countLimit"
  /** A duration, or "none". */
  | "timeLimit";

type Parameter = {
  concept: Concept;
  path: string;
  kind: Kind;
  /** Where a library has several properties for the concept: whether this one is meant. */
  property?: (name: string) => boolean;
};

/** The limit that the server keeps, as opposed to one that the client keeps while the query goes on. */
const isStatementTimeout = (name: string) => /(^|\.)statement_timeout$/.test(name);

/** The parameters of a pool in a scenario, and what each is called by the linter. */
const PARAMETERS: Parameter[] = [
  { concept: "pool.max", path: "max", kind: "count" },
  { concept: "pool.min", path: "min", kind: "count" },
  { concept: "pool.acquireTimeout", path: "acquireTimeout", kind: "timeLimit" },
  { concept: "pool.waitQueueLimit", path: "waitQueueLimit", kind: "countLimit" },
  { concept: "pool.connectTimeout", path: "connectTimeout", kind: "timeLimit" },
  { concept: "query.timeout", path: "statementTimeout", kind: "timeLimit", property: isStatementTimeout },
  {
    concept: "query.timeout",
    path: "queryTimeout",
    kind: "timeLimit",
    property: (name) => !isStatementTimeout(name),
  },
  { concept: "pool.maxConnecting", path: "maxConnecting", kind: "countLimit" },
  { concept: "pool.maxIdle", path: "maxIdle", kind: "countLimit" },
  { concept: "pool.idleTimeout", path: "idleTimeout", kind: "timeLimit" },
  { concept: "pool.maxLifetime", path: "maxLifetime", kind: "timeLimit" },
  { concept: "pool.maxUses", path: "maxUses", kind: "countLimit" },
];

/** A parameter of the scenario's pool, and where its value came from. */
export type PoolValue = {
  path: string;
  value: Json;
  /** The property of the library that says it, whether it is written or left out. */
  property: string;
  /** Written in the code, as opposed to the library's default. */
  written: boolean;
};

/** What the construction says of the pool, in the words and units of a scenario. Values that the code does not tell are left out. */
export function poolValues(construction: Construction): PoolValue[] {
  return PARAMETERS.flatMap((parameter): PoolValue[] => {
    const { path, kind } = parameter;
    const known = construction.known.find((k) => means(parameter, k));
    const set = construction.properties.find((p) => means(parameter, p));
    const written = set === undefined ? undefined : scenarioValue(set.value, set.unit, kind, known);
    if (set !== undefined && written !== undefined) {
      return [{ path, value: written, property: set.property, written: true }];
    }
    if (known === undefined) return [];
    const standard = scenarioValue(known.default, known.unit, kind, known);
    return standard === undefined
      ? []
      : [{ path, value: standard, property: known.property, written: false }];
  });
}

/** What a scenario's value is in the code: the property and the number in its unit, or why the library cannot say it. */
export function codeValue(
  construction: Construction,
  path: string,
  value: Json,
): { property: string; value: number } | { refused: Sentence } {
  const parameter = PARAMETERS.find((p) => p.path === path);
  if (parameter === undefined) return { refused: sentence("{0} has no counterpart in code", path) };
  const { concept } = parameter;
  const known = construction.known.find((k) => means(parameter, k));
  if (known === undefined) {
    const reason = construction.unsupported.find((u) => u.concept === concept)?.reason;
    return { refused: reason ?? sentence("{0} has no option for {1}", construction.library, path) };
  }
  const property = construction.properties.find((p) => means(parameter, p))?.property ?? known.property;
  if (value === "none" || value === "unlimited") {
    if (known.unlimited === undefined) {
      return { refused: sentence('{0} cannot say "{1}" for {2}', construction.library, value, property) };
    }
    return { property, value: known.unlimited };
  }
  const number = typeof value === "string" ? parseDuration(value) : value;
  if (typeof number !== "number")
    return { refused: sentence("{0} cannot be written as {1}", JSON.stringify(value), property) };
  return { property, value: inUnit(number, known.unit) };
}

function means(parameter: Parameter, said: { concept: Concept; property: string }): boolean {
  return parameter.concept === said.concept && (parameter.property?.(said.property) ?? true);
}

function scenarioValue(
  value: ConstructionProperty["value"] | KnownProperty["default"],
  unit: Unit,
  kind: Kind,
  known: KnownProperty | undefined,
): Json | undefined {
  const unlimited = value === "unlimited" || (value !== null && value === known?.unlimited);
  switch (kind) {
    case "count":
      return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
    case "countLimit":
      if (unlimited) return "unlimited";
      return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
    case "timeLimit":
      if (unlimited) return "none";
      return typeof value === "number" && value > 0 ? durationText(value, unit) : undefined;
  }
}

/** A duration as a person writes it: whole seconds as seconds, the rest as milliseconds. */
function durationText(value: number, unit: Unit): string {
  const milliseconds = unit === "s" ? value * 1000 : value;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${Number(milliseconds.toFixed(3))}ms`;
}

/** A count, or seconds in the unit of the property; libraries take whole numbers. */
function inUnit(number: number, unit: Unit): number {
  switch (unit) {
    case "count":
      return number;
    case "s":
      return Math.max(1, Math.round(number));
    case "ms":
      return Math.max(1, Math.round(number * 1000));
  }
}
