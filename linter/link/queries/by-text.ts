import { libraries } from "../../catalog/index.ts";
import type { CallFact } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { type Entity, none } from "../entity.ts";
import { argumentAt } from "../file/arguments.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { askedEvidently } from "./sql.ts";

const takers = libraries.flatMap((library) =>
  library.byText === undefined ? [] : [{ library, known: library.byText }],
);

/** What drivers, and what people write around them, call the methods that take a statement and give its rows. */
const asking =
  /^\$?(query(One|All|First|Row|Rows|Many|Async|Raw)?|execute(Query|Raw)?|(run|raw|db|sql)Query|raw|select(One|All|Row|Rows)?|any(First)?|one(OrNone|First)?|many(OrNone|First)?|maybeOne(First)?|fetch(One|All|Row|Rows|First)|get(One|Row|Rows|Many|Results))$/;

/** What is called: where nothing is known of it, that it is a database may be said by the text that it is given. */
export function calleesOf(evaluator: Evaluator, file: FileNode, call: CallFact): Entity[] {
  const found = evaluator.value(file, call.callee);
  const told = takersOfText(evaluator, file, call, found);
  return told.length === 0 ? found : [...found, ...told];
}

/** `db.query("SELECT …")`, sql`SELECT …` on something of which nothing is known: that it is a database, the text says. */
function takersOfText(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  callees: readonly Entity[],
): Entity[] {
  if (!(call.form === "tag" ? isRun(file, call) : asking.test(lastName(call.callee)))) return none;
  if (evaluator.project.inBrowser(file) || !isForRows(file, call)) return none;
  if (!callees.every(({ kind }) => kind === "shape" || kind === "external")) return none;
  return takers.flatMap(({ library, known: { asks, tag, butOf } }): Entity[] => {
    const isOther = callees.some((e) => e.kind === "external" && butOf.test(e.module));
    if (isOther || file.outline.imports.some(({ module }) => butOf.test(module))) return none;
    if (askedEvidently(evaluator, file, argumentAt(file.facts, call, 0)).effect === undefined) return none;
    const { type, member } = call.form === "tag" ? tag : asks;
    return evaluator.member({ kind: "library", library, type, label: "", sure: false }, member);
  });
}

/** A tagged text that nobody waits for here may be a piece of another, or an argument. */
function isRun({ facts: { functions, regions } }: FileNode, { use, region }: CallFact): boolean {
  const made = functions[regions[region]?.function ?? 0];
  return use === "awaited" || (use === "returned" && made?.async === true);
}

/** `db.query(text).all(id)`: a statement that others run is only prepared. */
function isForRows({ facts: { calls } }: FileNode, call: CallFact): boolean {
  if (call.use !== "chained") return true;
  const after = calls.find(
    ({ callee }) => callee.kind === "member" && callee.of.kind === "call" && calls[callee.of.call] === call,
  );
  return after?.callee.kind === "member" && /^(then|catch|finally)$/.test(after.callee.name);
}
