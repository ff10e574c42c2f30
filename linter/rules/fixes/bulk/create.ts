import type { CallFact, Value } from "../../../facts.ts";
import type { Reach } from "../../../link/graph/reach.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { asserted, indentAt, indented, isPlain, textOf } from "../place.ts";
import { styleOf } from "../style.ts";
import type { Bulk } from "./bulk.ts";
import type { WriteSite } from "./site.ts";

/** The library's own call that makes many rows. */
export function bulkCreate(
  file: FileNode,
  call: CallFact,
  { query: { library, name } }: Reach,
  { place, each }: WriteSite,
): Bulk | undefined {
  const base = indentAt(file, place.start);
  const rows = (value: Value, indent = base) => each(indented(file, asserted(file, value), indent));
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
      const inner = base + styleOf(file).indent;
      const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
      const lines = [`${receiver}.createMany({`, `${inner}data: ${rows(data.value, inner)},`, `${base}})`];
      return { text: lines.join(newline) };
    }
    case "sequelize create":
      // A row by itself is validated, too.
      return isFlat(argument)
        ? { text: `${receiver}.bulkCreate(${rows(argument)}, { validate: true })` }
        : undefined;
    case "mongoose create":
      return { text: `${receiver}.insertMany(${rows(argument)})` };
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
