import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { indentAt, isPlain, textOf } from "./place.ts";
import { styleOf } from "./style.ts";

/** One call in the place of many. */
export interface Bulk {
  text: string;
  /** No row at all would be an error. */
  needsRows?: true;
  /** How many rows the driver takes. */
  most?: number;
}

/** The library's own call for many rows; `rows` gives the code of a list of what a value of the loop is in each turn. */
export function bulkCall(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
  rows: (value: Value, indent?: string) => string,
): Bulk | undefined {
  const { library, name } = reach.query;
  const [argument] = call.arguments;
  if (call.callee.kind !== "member" || argument === undefined || call.arguments.length !== 1)
    return undefined;
  const receiver = textOf(file, call.callee.of);
  switch (`${library.name} ${name}`) {
    case "prisma create": {
      const data =
        argument.kind === "object" && argument.properties.length === 1 ? argument.properties[0] : undefined;
      if (data?.key !== "data" || !isFlat(data.value)) return undefined;
      if (!textOf(file, data.value).includes("\n"))
        return { text: `${receiver}.createMany({ data: ${rows(data.value)} })` };
      const outer = indentAt(file, loop.start);
      const inner = outer + styleOf(file).indent;
      const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
      const lines = [`${receiver}.createMany({`, `${inner}data: ${rows(data.value, inner)},`, `${outer}})`];
      return { text: lines.join(newline) };
    }
    case "sequelize create":
      // A row by itself is validated, too.
      return isFlat(argument)
        ? { text: `${receiver}.bulkCreate(${rows(argument)}, { validate: true })` }
        : undefined;
    case "mongodb insertOne":
      return { text: `${receiver}.insertMany(${rows(argument)})`, needsRows: true };
    case "typeorm insert":
      return { text: `${receiver}.insert(${rows(argument)})` };
    case "typeorm save":
      return { text: `${receiver}.save(${rows(argument)})` };
    case "drizzle values":
      return { text: `${receiver}.values(${rows(argument)})`, needsRows: true };
    case "knex insert":
      return { text: `${receiver}.insert(${rows(argument)})` };
    default:
      return undefined;
  }
}

/** Without nested objects, which could be rows of other tables. */
function isFlat(value: Value): boolean {
  if (value.kind !== "object") return isPlain(value);
  return value.properties.every(
    (p) => p.key !== undefined && p.value.kind !== "object" && p.value.kind !== "array",
  );
}
