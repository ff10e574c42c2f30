import type { ValueSource } from "../construction.ts";
import type { Assignment, Value } from "../facts.ts";
import { exportedValue, type Held } from "../link/project/exported.ts";
import type { FileNode, Project } from "../link/project/project.ts";
import { rangeOf } from "../text.ts";
import { titleOf } from "../value-parts.ts";
import { importedValue, moduleOf } from "./exported.ts";

/** What an option's value is, as far as the code says. */
export interface Constant {
  value: number | string | boolean | null;
  source: ValueSource;
  /** Text of the expression that the source points at. */
  text: string;
}

type Scalar = number | string | boolean | null;

/** Follows names and imports to a literal or an environment variable. `textOf` gives the text of a place, where it is at hand. */
export function constantOf(project: Project, file: FileNode, value: Value, hops = 0): Constant {
  const text = textOf(file, value);
  const unknown: Constant = { value: null, source: { kind: "unknown", text }, text };
  if (hops > 8) return unknown;
  const scalar = scalarOf(value);
  if (scalar !== undefined) return { value: scalar, source: { kind: "literal" }, text };
  const variable = environmentIn(file, value, 0);
  if (variable !== undefined) {
    return { value: fallbackOf(file, value, 0) ?? null, source: { kind: "environment", variable }, text };
  }
  const product = calculated(value, (part) => numberOf(constantOf(project, file, part, hops + 1)));
  if (product !== undefined) return { value: product, source: { kind: "literal" }, text };
  if (value.kind === "name") return named(project, file, value, hops) ?? unknown;
  if (value.kind === "member") {
    const held = memberOf(project, file, value);
    if (held !== undefined)
      return asConstant(
        held.file,
        held.value,
        value.name,
        constantOf(project, held.file, held.value, hops + 1),
      );
  }
  return unknown;
}

/** A number that is written in the code: what the environment says may be another one. */
function numberOf({ value, source }: Constant): number | undefined {
  return typeof value === "number" && source.kind !== "environment" ? value : undefined;
}

function named(
  project: Project,
  file: FileNode,
  value: Extract<Value, { kind: "name" }>,
  hops: number,
): Constant | undefined {
  const binding = file.facts.bindings[value.binding];
  if (binding === undefined) return undefined;
  const from = binding.kind === "import" ? file.imports.get(value.binding) : undefined;
  if (from !== undefined) {
    const exported = importedValue(project, file, from);
    return exported === undefined ? undefined : constantOf(project, exported.file, exported.value, hops + 1);
  }
  const [initial] = binding.values;
  if (initial === undefined || binding.values.length !== 1 || initial.later) return undefined;
  return asConstant(file, initial.value, binding.name, constantOf(project, file, initial.value, hops + 1));
}

/** A literal that has a name is a constant of that name. */
function asConstant(file: FileNode, value: Value, name: string, found: Constant): Constant {
  if (found.source.kind !== "literal") return found;
  const range = rangeOf(file.facts.lineStarts, [value.start, value.end]);
  return { ...found, source: { kind: "constant", name, file: file.path, range } };
}

/** `config.pool.max` where `config` is an object in the code. */
export function memberOf(
  project: Project,
  file: FileNode,
  value: Extract<Value, { kind: "member" }>,
): { file: FileNode; value: Value } | undefined {
  const module = moduleOf(project, file, value.of);
  if (module !== undefined) return exportedValue(project, module, value.name);
  const field = fieldOf(file, value);
  if (field !== undefined) return { file, value: field };
  const elsewhere = memberOfClass(project, file, value);
  if (elsewhere !== undefined) return elsewhere;
  const holder = objectOf(project, file, value.of, 0);
  const property = holder?.value.properties.findLast(({ key }) => key === value.name);
  return holder === undefined || property === undefined
    ? undefined
    : { file: holder.file, value: property.value };
}

/** `Config.pool`, a static field of a class of the file, or `this.options`, which is filled once. */
function fieldOf(file: FileNode, { of, name }: Extract<Value, { kind: "member" }>): Value | undefined {
  const { classes, bindings } = file.facts;
  const binding = of.kind === "name" ? bindings[of.binding] : undefined;
  const own =
    of.kind === "this"
      ? classes.find(({ start, end }) => start <= of.start && of.end <= end)
      : binding?.kind === "class"
        ? classes[binding.target ?? -1]
        : undefined;
  const field = own?.fields.find((one) => one.name === name && one.static === (of.kind !== "this"));
  const [put, ...more] = file.facts.assignments.filter(
    ({ target }) => target.kind === "member" && target.name === name,
  );
  if (put === undefined) return field?.value;
  const isOwn = own !== undefined && own.start <= put.start && put.end <= own.end;
  return isOwn && more.length === 0 && field?.value === undefined && isInConstructor(file, put)
    ? put.value
    : undefined;
}

/** `Config.pool` of a class of another file, `settings.pool` of `export const settings = new Settings()`: a field, or what a getter gives. */
function memberOfClass(
  project: Project,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): Held | undefined {
  const holder = of.kind === "name" ? heldAtLast(project, file, of) : undefined;
  if (holder === undefined) return undefined;
  const { facts } = holder.file;
  const made = holder.value.kind === "call" ? facts.calls[holder.value.call] : undefined;
  const named = made?.form === "new" ? made.callee : holder.value;
  const binding = named.kind === "name" ? facts.bindings[named.binding] : undefined;
  const index = binding?.kind === "class" ? (binding.target ?? -1) : -1;
  const isAssigned = facts.assignments.some(({ target }) => target.kind === "member" && target.name === name);
  if (index < 0 || isAssigned) return undefined;
  const isStatic = made === undefined;
  const field = facts.classes[index]?.fields.find((one) => one.name === name && one.static === isStatic);
  if (field?.value !== undefined) return { file: holder.file, value: field.value };
  const getter = facts.functions.find(
    (one) => one.kind === "getter" && one.class === index && one.name === name && one.static === isStatic,
  );
  const [only, ...more] = getter?.returns ?? [];
  return only === undefined || more.length > 0 ? undefined : { file: holder.file, value: only.value };
}

/** What a name stands for, through others and imports; the name of a class stands for itself. */
function heldAtLast(project: Project, file: FileNode, value: Value, hops = 0): Held | undefined {
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  if (value.kind !== "name" || binding?.kind === "class") return { file, value };
  const from = file.imports.get(value.binding);
  const [only, ...more] = binding?.values ?? [];
  const held =
    from !== undefined
      ? importedValue(project, file, from)
      : only === undefined || more.length > 0
        ? undefined
        : { file, value: only.value };
  return held === undefined || hops > 8 ? undefined : heldAtLast(project, held.file, held.value, hops + 1);
}

/** `this.options = options`, as a constructor always does. */
function isInConstructor({ facts }: FileNode, { target, region }: Assignment): boolean {
  return (
    target.kind === "member" &&
    target.of.kind === "this" &&
    facts.functions.some(({ kind, body }) => kind === "constructor" && body === region)
  );
}

/** The object literal that a value is, followed through names, imports and members. */
export function objectOf(
  project: Project,
  file: FileNode,
  value: Value,
  hops: number,
): { file: FileNode; value: Extract<Value, { kind: "object" }> } | undefined {
  if (hops > 8) return undefined;
  if (value.kind === "object") return { file, value };
  const module = moduleOf(project, file, value);
  if (module !== undefined) {
    const whole = exportedValue(project, module, "*");
    return whole === undefined ? undefined : objectOf(project, whole.file, whole.value, hops + 1);
  }
  if (value.kind === "member") {
    const held = memberOf(project, file, value);
    return held === undefined ? undefined : objectOf(project, held.file, held.value, hops + 1);
  }
  if (value.kind === "call") {
    const { callee, arguments: given } = file.facts.calls[value.call] ?? {};
    const [kept] =
      callee !== undefined && /^Object\.(freeze|seal)$/.test(titleOf(callee)) ? (given ?? []) : [];
    return kept === undefined ? undefined : objectOf(project, file, kept, hops + 1);
  }
  if (value.kind !== "name") return undefined;
  const binding = file.facts.bindings[value.binding];
  const from = binding?.kind === "import" ? file.imports.get(value.binding) : undefined;
  if (from !== undefined) {
    const exported = importedValue(project, file, from);
    return exported === undefined ? undefined : objectOf(project, exported.file, exported.value, hops + 1);
  }
  const only = binding?.values.length === 1 ? binding.values[0] : undefined;
  return only === undefined ? undefined : objectOf(project, file, only.value, hops + 1);
}

/** Literals and products and sums of them: `30 * 1000`. */
export function scalarOf(value: Value): Scalar | undefined {
  return value.kind === "literal" ? value.value : calculated(value, scalarNumber);
}

function scalarNumber(value: Value): number | undefined {
  const scalar = scalarOf(value);
  return typeof scalar === "number" ? scalar : undefined;
}

/** `30 * MINUTE`, where every part is a number. */
function calculated(value: Value, numberIn: (part: Value) => number | undefined): number | undefined {
  if (value.kind !== "operation" || (value.operator !== "*" && value.operator !== "+")) return undefined;
  const numbers = value.of.map(numberIn);
  if (!numbers.every((part) => part !== undefined)) return undefined;
  return numbers.reduce((a, b) => (value.operator === "*" ? a * b : a + b));
}

/** The text of a value, as far as the code shows it: what is put into its holes, or added to it from elsewhere, is left out. */
export function shownText(project: Project, file: FileNode, value: Value, hops = 0): string | undefined {
  if (hops > 6) return undefined;
  if (value.kind === "text") return value.strings.join("");
  if (value.kind === "operation" && value.operator === "+") {
    return value.of.map((part) => shownText(project, file, part, hops + 1) ?? "").join("");
  }
  const { value: constant } = constantOf(project, file, value);
  if (typeof constant === "string") return constant;
  const held = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const [only, ...more] = held?.values ?? [];
  return only === undefined || more.length > 0 ? undefined : shownText(project, file, only.value, hops + 1);
}

/** `process.env.PG_MAX`, also inside `Number(…)`, `parseInt(…)`, `… ?? 10`. */
export function environmentIn(file: FileNode, value: Value, hops: number): string | undefined {
  if (hops > 8) return undefined;
  switch (value.kind) {
    case "member":
      return /^(process|Bun|import\.meta)\.env$/.test(titleOf(value.of)) ? value.name : undefined;
    case "element":
      return undefined;
    case "choice":
    case "operation":
      return first(value.of, (part) => environmentIn(file, part, hops + 1));
    case "text":
      return first(value.of, (part) => environmentIn(file, part, hops + 1));
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined || call.arguments.length === 0) return undefined;
      const converts = /^(Number|parseInt|parseFloat|Number\.parseInt|String|Boolean|toNumber|int|num)$/.test(
        titleOf(call.callee),
      );
      return converts ? first(call.arguments, (part) => environmentIn(file, part, hops + 1)) : undefined;
    }
    default:
      return undefined;
  }
}

/** The value written beside an environment variable for when it is not set. */
function fallbackOf(file: FileNode, value: Value, hops: number): Scalar | undefined {
  if (hops > 8) return undefined;
  if (value.kind === "choice")
    return first(value.of, (part) => numeric(scalarOf(part)) ?? fallbackOf(file, part, hops + 1));
  if (value.kind !== "call") return undefined;
  const [argument] = file.facts.calls[value.call]?.arguments ?? [];
  return argument === undefined ? undefined : fallbackOf(file, argument, hops + 1);
}

function numeric(value: Scalar | undefined): Scalar | undefined {
  if (typeof value !== "string") return value;
  return value.trim() !== "" && !Number.isNaN(Number(value)) ? Number(value) : value;
}

function first<T, R>(items: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const answer = ask(item);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

export function textOf(file: FileNode, value: Value): string {
  return file.source.slice(value.start, value.end);
}
