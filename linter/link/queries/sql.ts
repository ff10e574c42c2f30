import { search } from "../../catalog/index.ts";
import type { Effect } from "../../catalog/library.ts";
import type { CallFact, ExportFact, Value } from "../../facts.ts";
import { lastName } from "../../value-parts.ts";
import { argumentAt } from "../file/arguments.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

/** What takes the rows of many `INSERT`s. */
export const insertOfMany = "INSERT … VALUES (…), (…)";

/** Text that a function is passed: its callers say what it is. */
export interface SqlParameter {
  /** Index of the function, in the file of the query. */
  function: number;
  parameter: number;
  /** Property of it that holds the text; "" where it is the parameter itself. */
  property: string;
  /** Of what takes it nothing is known: it is a query where the text is plainly SQL. */
  evident?: true;
}

/** What is known of a text: how it begins, where it comes from, or what a builder that renders it does. */
type SqlText = { text: string } | { built: Effect } | SqlParameter;

/** What SQL text does. `effect` is undefined for `BEGIN` and the like. */
export interface Asked {
  effect: Effect | undefined;
  /** The text is what callers pass here. */
  from?: SqlParameter;
  /** Nothing is known of the text. */
  hidden?: true;
  /** Of the text no more is known than what it is called. */
  named?: true;
}

const deepest = 8;

/** `WITH old AS (…) INSERT INTO …`: the statement behind the subqueries decides. */
const writingAfterWith =
  /^\s*with\b[\s\S]*\b(insert\s+into|update\s+\S+(?:\s+(?:as\s+)?\w+)?\s+set|delete\s+from|merge\s+into)\b/i;
const writing =
  /^\s*(?:--[^\n]*\n\s*)*(insert|update|delete|merge|replace|upsert|copy|truncate|create|alter|drop|\?\s*on\s+(?:conflict|duplicate))\b/i;
/** `SELECT … INTO archive FROM orders`: a table that is made of rows. */
const writingInto = /^\s*select\b(?:(?!\bfrom\b)[\s\S]){0,4000}\binto\s+["`[\w#@?$]/i;
const silent =
  /^\s*(begin|start\s+transaction|commit|rollback|savepoint|release|set|reset|listen|notify|unlisten|lock|discard|refresh|vacuum|analyze|reindex|cluster|optimize|grant|revoke|comment|pragma|use|attach|detach|flush|kill|prepare|deallocate|declare|checkpoint|abort|unlock|do|show|describe|desc)\b/i;
/** A SELECT that is called for what it does, not for rows. */
const doing =
  /^\s*select\s+(?:(?:pg_(?:try_)?advisory\w*|pg_notify|set_config|nextval|setval|pgmq\.\w+|cron\.\w+|dolt_\w+)\s*\(|next\s+value\s+for\b)/i;
/** A SELECT that computes and asks no table. */
const computing =
  /^\s*select\s+(st_\w+|pg_\w+|now|version|gen_random_uuid|uuid_generate_\w+|last_insert_id|clock_timestamp|md5|crypt|pg_sleep)\s*\((?![\s\S]*\bfrom\b)/i;
const verbs =
  "create|insert|add|save|store|update|upsert|set|mark|delete|remove|clear|archive|move|copy|duplicate|assign|register|record|log|notify|send|enqueue|process|handle|bulk|increment|refresh|sync";
/** What people do in procedures, beside writing. */
const acts =
  "cleanup|clean|purge|prune|close|open|settle|calc|calculate|run|apply|start|stop|cancel|finish|complete|expire|reset|rebuild|recompute|recalculate|merge|migrate|import|charge|pay|post|approve|reject|publish|transfer|generate|trigger|activate|deactivate|enable|disable|lock|unlock|reserve|release|book|submit|accept|rotate|truncate|drop";
/** The same of a function of one's own, which its first word tells: `SELECT create_task($1)`. */
const procedure = new RegExp(
  `^\\s*select\\s+(?:\\*\\s+from\\s+)?(?:\\w+\\.)?"?(?:fn_|sp_)?(?:${verbs})_\\w+"?\\s*\\(`,
  "i",
);
/** A procedure may give rows, too. No more is known than its name, and not even that where the text has a hole there. */
const procedureCall = /^\s*(?:call|exec|execute)\s+(?:\w+\.)?["`[]?(\w+|\?)/i;
const act = new RegExp(`^(?:${verbs}|${acts})$`, "i");

/** `CALL cleanup()`, `CALL deleteOld(?)`, `EXEC dbo.sp_CloseAccount @id`: the first word of its name tells that it does something. */
function callsAct(text: string): boolean {
  const name = procedureCall.exec(text)?.[1]?.replace(/^(fn|sp|usp|proc)_/i, "") ?? "";
  return act.test(/^(?:[A-Z]?[a-z]+|[A-Z]+)/.exec(name)?.[0] ?? "");
}

/** What the database keeps of its own tables, views and sessions: whoever asks for it works on the schema. */
const ofCatalog =
  /\bfrom\s+(?:"?(?:information_schema|pg_catalog)"?\.|pg_(?:matviews|views|tables|indexes|class|attribute|constraint|namespace|triggers?|proc|enum|extension|roles|database|stat_\w+|locks)\b|sqlite_(?:master|schema)\b)/i;

/** Text that goes on with a statement begun elsewhere. */
const piece =
  /^\s*(?:(?:where|and|or|not|exists|on|from|(?:(?:left|right|inner|full|cross|outer)\s+)*join|order\s+by|group\s+by|having|limit|offset|case\s+when)\b|\w+(?:\.\w+)*\s+(?:not\s+)?in\s*\()/i;

/** An expression, which no statement begins with: `?`, `st_point(?, ?)`, `(case when … end)`. */
const expression =
  /^\s*(?:\?|\(?\s*case\s+when\b|(?!(?:select|insert|values|with|call|exec|execute|explain|begin|use|set|if)\b)(?:\w+\.)?\w+\s*\()/i;

/** What the SQL text that a value is does. */
export function asked(evaluator: Evaluator, file: FileNode, value: Value | undefined): Asked {
  const texts = sqlTexts(evaluator, file, value);
  const effects = texts.flatMap((one) => {
    if ("built" in one) return [one.built];
    return "text" in one && !piece.test(one.text) && !expression.test(one.text) ? [effectOf(one.text)] : [];
  });
  if (effects.includes("read")) {
    const called = texts.map((one) => ("text" in one ? procedureCall.exec(one.text)?.[1] : undefined));
    if (called.includes("?")) return { effect: "read", hidden: true };
    return called.every((name) => name !== undefined) ? { effect: "read", named: true } : { effect: "read" };
  }
  if (effects.includes("write")) return { effect: "write" };
  if (effects.length > 0) return { effect: undefined };
  if (texts.length > 0 && texts.every((one) => "text" in one && expression.test(one.text)))
    return { effect: undefined };
  const from = texts.find((one): one is SqlParameter => "parameter" in one);
  if (from !== undefined) return { effect: "read", from };
  const called = effectByName(file, value);
  return called === undefined ? { effect: "read", hidden: true } : { effect: called, named: true };
}

/** `sql.select_course`, `queries.findUser`, `sqlFile("course/get_all.sql")`: a text in a file of its own, which is called by what it does. */
function effectByName(file: FileNode, value: Value | undefined): Effect | undefined {
  const name = value?.kind === "member" ? value.name : nameOfText(file, value);
  if (name === undefined) return undefined;
  if (/^(select|find|get|list|count|fetch|exists|search)(?![a-z])/i.test(name)) return "read";
  return /^(insert|add|create|update|upsert|set|delete|remove)(?![a-z])/i.test(name) ? "write" : undefined;
}

/** What the file is called that a call reads the text from. */
function nameOfText({ facts }: FileNode, value: Value | undefined): string | undefined {
  const [path] = (value?.kind === "call" && facts.calls[value.call]?.arguments) || [];
  if (path?.kind !== "literal" || typeof path.value !== "string") return undefined;
  return /([^/]+)\.sql$/.exec(path.value)?.[1];
}

/** What the text does that a call passes for a parameter. */
export function askedBy(evaluator: Evaluator, file: FileNode, call: CallFact, at: SqlParameter): Asked {
  const given = passed(file, call, at);
  return at.evident === true ? askedEvidently(evaluator, file, given) : asked(evaluator, file, given);
}

/** As `asked`, of what may be no SQL at all: only a text that plainly is asks something, and that of a caller may. */
export function askedEvidently(evaluator: Evaluator, file: FileNode, value: Value | undefined): Asked {
  const { from, ...known } = asked(evaluator, file, value);
  if (from !== undefined) return { ...known, from: { ...from, evident: true } };
  const isSql =
    plain.test(sqlText(evaluator, file, value) ?? "") || (known.hidden === true && isCalledSql(value));
  return isSql ? known : { effect: undefined };
}

/** `const { sql, args } = builder.compile(); await client.any(sql, args);`: a text put together elsewhere, which is called what it is. */
function isCalledSql(value: Value | undefined): boolean {
  return value !== undefined && /^sql(Text|String|Query|Statement)?$/i.test(lastName(value));
}

function passed(
  { facts }: FileNode,
  call: CallFact,
  { parameter, property }: SqlParameter,
): Value | undefined {
  const argument = argumentAt(facts, call, parameter);
  if (property === "" || argument === undefined) return argument;
  if (argument.kind === "object") return argument.properties.findLast(({ key }) => key === property)?.value;
  return { kind: "member", of: argument, name: property, start: argument.start, end: argument.end };
}

function effectOf(text: string): Effect | undefined {
  const isNone = [silent, doing, computing, procedure, ofCatalog].some((known) => known.test(text));
  if (isNone || callsAct(text)) return undefined;
  const writes = writing.test(text) || writingInto.test(text) || writingAfterWith.test(text.slice(0, 20_000));
  return writes ? "write" : "read";
}

/** The beginning of the SQL text that a value is, where it is written in the code. */
export function sqlText(evaluator: Evaluator, file: FileNode, value: Value | undefined): string | undefined {
  const known = sqlTexts(evaluator, file, value).find((one) => "text" in one);
  return known !== undefined && "text" in known ? known.text : undefined;
}

/** Whether a tagged text that nobody awaits where it stands is part of another one: `conditions.push(sql`state = ${state}`)`. */
export function isPartOfText(
  evaluator: Evaluator,
  file: FileNode,
  { use, arguments: given }: CallFact,
): boolean {
  if (use === "awaited") return false;
  const text = sqlText(evaluator, file, given[0]);
  // One that begins with a value may be a statement that was put together elsewhere, for whoever gets it.
  return text === undefined ? use === "argument" : !beginning.test(text);
}

/** What a statement of its own begins with. */
const beginning =
  /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table|insert|update|delete|merge|replace|upsert|copy|truncate|create|alter|drop|call|exec|execute|explain)\b/i;

function sqlTexts(evaluator: Evaluator, file: FileNode, value: Value | undefined): SqlText[] {
  return new Reading(evaluator).texts(file, value, 0);
}

/** Follows one value to the texts that it may be. */
class Reading {
  private readonly evaluator: Evaluator;
  /** Variables that are being looked at: `sql = sql + …`. */
  private readonly open = new Set<unknown>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  texts(file: FileNode, value: Value | undefined, depth: number): SqlText[] {
    if (value === undefined || depth > deepest) return [];
    const inner = (part: Value | undefined) => this.texts(file, part, depth + 1);
    switch (value.kind) {
      case "literal":
        return typeof value.value === "string" && value.value.trim() !== "" ? [{ text: value.value }] : [];
      case "text": {
        const [first = ""] = value.strings;
        const whole = value.strings.join("?");
        return first.trim() === "" ? orRest(inner(value.of[0]), whole) : [{ text: whole }];
      }
      case "operation":
        return value.operator === "+" ? this.sum(file, value, depth) : [];
      case "choice":
        return value.of.flatMap(inner);
      case "await":
        return inner(value.of);
      case "array": {
        const words = value.items.map((item) => (item.kind === "literal" ? String(item.value) : "?"));
        return orRest(inner(value.items[0]), words.join(" "));
      }
      case "object":
        return inner(value.properties.find(({ key }) => key !== undefined && textual.test(key))?.value);
      case "parameter":
        return [{ function: value.function, parameter: value.index, property: "" }];
      case "name":
        return this.name(file, value.binding, depth);
      case "member":
        return this.member(file, value, depth);
      case "call":
        return this.call(file, value.call, depth);
      default:
        return [];
    }
  }

  /** `"select * " + "from users " + where`, of however many pieces: the first says what the text is, the others go on with it. */
  private sum(file: FileNode, value: Value, depth: number): SqlText[] {
    const pieces: string[] = [];
    let first: Value | undefined = value;
    while (first?.kind === "operation" && first.operator === "+") {
      pieces.unshift(...first.of.slice(1).map(written));
      first = first.of[0];
    }
    return this.texts(file, first, depth + 1).map((one) =>
      "text" in one ? { text: one.text + pieces.join("") } : one,
    );
  }

  private name(file: FileNode, index: number, depth: number): SqlText[] {
    const binding = file.facts.bindings[index];
    if (binding === undefined || this.open.has(binding)) return [];
    this.open.add(binding);
    const imported = file.imports.get(index);
    const found =
      imported === undefined
        ? binding.values.slice(0, 12).flatMap((held) => this.texts(file, held.value, depth + 1))
        : this.exported(file, imported.module, imported.name, depth);
    this.open.delete(binding);
    return found;
  }

  private exported(file: FileNode, module: string, name: string, depth: number): SqlText[] {
    const from = this.evaluator.project.resolve(module, file);
    return from === undefined ? [] : this.exportOf(from, name, depth);
  }

  private exportOf(from: FileNode, name: string, depth: number): SqlText[] {
    if (depth > deepest) return [];
    this.evaluator.enter(from);
    const handedOn = from.outline.handedOn.map((module): ExportFact => ({ name, module, imported: name }));
    return (from.exportsNamed(name) ?? handedOn).flatMap(({ value, module, imported = name }) =>
      value !== undefined || module === undefined
        ? this.texts(from, value, depth + 1)
        : this.exported(from, module, imported, depth + 1),
    );
  }

  private member(file: FileNode, value: Extract<Value, { kind: "member" }>, depth: number): SqlText[] {
    const texts = this.texts(file, value.of, depth + 1);
    // `const { text, values } = numbered(sql, values)`
    const made = value.of.kind === "await" ? value.of.of : value.of;
    if (made.kind === "call" && texts.length > 0) return texts;
    // `statement.text` of SQL`…` that is kept
    if (textual.test(value.name) && texts.some((one) => "text" in one)) return texts;
    const parameter = texts.find((one): one is SqlParameter => "parameter" in one);
    if (parameter?.property === "") return [{ ...parameter, property: value.name }];
    return this.evaluator.value(file, value.of).flatMap((entity) => {
      const whole = entity.kind === "file" ? this.evaluator.project.files.get(entity.file) : undefined;
      if (whole !== undefined) return this.exportOf(whole, value.name, depth);
      const from = entity.kind === "object" ? this.evaluator.project.files.get(entity.file) : undefined;
      if (entity.kind !== "object" || from === undefined) return [];
      const held = entity.value.properties.findLast(({ key }) => key === value.name);
      return this.texts(from, held?.value, depth + 1);
    });
  }

  private call(file: FileNode, index: number, depth: number): SqlText[] {
    const call = file.facts.calls[index];
    if (call === undefined) return [];
    const { callee } = call;
    const [first] = call.arguments;
    // `new PreparedStatement({ text })`
    if (call.form === "new")
      return this.texts(file, first, depth + 1).filter((one) => "text" in one && statement.test(one.text));
    // sql`…` of a helper library: the text is the argument of the tag.
    if (call.form === "tag") return this.texts(file, first, depth + 1);
    if (callee.kind === "member" && rendering.test(callee.name)) {
      const built = this.built(file, callee.of);
      if (built !== undefined) return [{ built }];
    }
    if (callee.kind === "member" && sameText.test(callee.name)) {
      const of = this.texts(file, callee.of, depth + 1);
      if (of.length > 0) return of;
    }
    const made = this.evaluator.value(file, callee).slice(0, 3);
    const returned = made.flatMap((entity) =>
      entity.kind === "function" ? this.returned(file, call, entity, depth) : [],
    );
    if (returned.length > 0) return returned;
    // What formats a text takes it first: a function that cannot be looked into, or one that takes a statement.
    const known = made.some((entity) => entity.kind === "function" && !this.takesText(entity));
    const given = this.texts(file, first, depth + 1);
    return given.filter((one) => ("text" in one ? statement.test(one.text) : !known));
  }

  /** `knex("users").where({ id }).toString()`: what the query would do that is written out as text, and sent by other means. */
  private built(file: FileNode, builder: Value): Effect | undefined {
    for (const entity of this.evaluator.value(file, builder)) {
      const runs =
        entity.kind === "library" ? search(entity.library, entity.type, (type) => type.runs) : undefined;
      if (runs !== undefined) return runs;
    }
    return undefined;
  }

  /** `numbered(sql, values)`, which writes another text of the one that it is given. */
  private takesText(of: { file: string; function: number }): boolean {
    const from = this.evaluator.project.files.get(of.file);
    const [first] = from?.facts.functions[of.function]?.parameters ?? [];
    return first !== undefined && textual.test(first.name);
  }

  /** What a function of the project returns, with what it is passed in the place of its parameters. */
  private returned(
    file: FileNode,
    call: CallFact,
    of: { file: string; function: number },
    depth: number,
  ): SqlText[] {
    const from = this.evaluator.project.files.get(of.file);
    const fact = from?.facts.functions[of.function];
    if (from === undefined || fact === undefined || this.open.has(fact)) return [];
    this.evaluator.enter(from);
    this.open.add(fact);
    const found = fact.returns.slice(0, 4).flatMap(({ value }) => this.texts(from, value, depth + 1));
    this.open.delete(fact);
    return found.flatMap((one) =>
      "parameter" in one && one.function === of.function
        ? this.texts(file, passed(file, call, one), depth + 1)
        : [one],
    );
  }
}

/** More than a word that a sentence may begin with, too. */
const plain =
  /^\s*(?:--[^\n]*\n\s*)*(?:select\b(?:[\s\S]*\bfrom\b|\s+(?:\*|distinct\b|[\w."`]+\s*(?:,|$)))|with\s+(?:recursive\s+)?[\w"]+\s*(?:\([^)]*\)\s*)?as\s+(?:(?:not\s+)?materialized\s*)?\(|(?:insert\s+(?:ignore\s+)?|replace\s+|merge\s+)into\b|update\s+\S+(?:\s+(?:as\s+)?\w+)?\s+set\b|delete\s+from\b)/i;

const statement =
  /^\s*(?:--[^\n]*\n\s*)*(select|with|insert|update|delete|merge|replace|upsert|begin|call)\b/i;
/** What drivers call the text among the options of a query. */
const textual = /^(text|sql|query|statement|sqlText)$/;
/** How builders give the text that they would send. */
const rendering = /^(toString|toQuery|toSQL|compile)$/;
const sameText =
  /^(trim|trimStart|trimEnd|replace|replaceAll|concat|append|toString|toNative|filter|join|format|reduce)$/;

/** What stands in the code of a piece of a text. */
function written(piece: Value): string {
  if (piece.kind === "text") return piece.strings.join("?");
  return piece.kind === "literal" && typeof piece.value === "string" ? piece.value : "?";
}

/** A text whose beginning is not known may still be a SELECT by what follows: `${columns} FROM users`. */
function orRest(beginning: SqlText[], whole: string): SqlText[] {
  if (beginning.length > 0) return beginning;
  return /^\s*\?\s+from\b/i.test(whole) ? [{ text: `select ${whole}` }] : [];
}
