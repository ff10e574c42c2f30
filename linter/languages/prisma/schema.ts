/** What one `.prisma` file says of models: plain data. A model with anything in it that was not understood is left out. */
export interface PrismaText {
  /** Of its `datasource`; a file without one is a part of another's schema. */
  source?: PrismaSource;
  models: PrismaModel[];
}

export interface PrismaSource {
  /** "postgresql", "mysql"; "" where it does not say. */
  provider: string;
  /** Relations are kept by the client, not by the database: a row that one leads to may be gone. */
  relationsInClient: boolean;
}

export interface PrismaModel {
  name: string;
  fields: PrismaField[];
  /** Fields of which no two rows have the same, together. */
  unique: string[][];
}

export interface PrismaField {
  name: string;
  /** A scalar, an enumeration or a model. */
  type: string;
  list: boolean;
  optional: boolean;
  /** What the database calls its type, where that is said: `@db.Citext`. */
  native?: string;
  relation?: PrismaRelation;
}

export interface PrismaRelation {
  /** "" where it has no name. */
  name: string;
  /** Fields of this model, and those of the other one that they hold; empty on the side that holds none. */
  fields: string[];
  references: string[];
}

interface Token {
  text: string;
  /** It is the first of its line. */
  begins: boolean;
}

export function readPrisma(text: string): PrismaText {
  const tokens = tokensIn(text);
  const out: PrismaText = { models: [] };
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.text !== "{") continue;
    const [kind, name] = [tokens[at - 2]?.text, tokens[at - 1]?.text ?? ""];
    const end = closing(tokens, at);
    const lines = linesOf(tokens.slice(at + 1, end));
    if (kind === "datasource") out.source = sourceOf(lines);
    const model = kind === "model" ? modelOf(name, lines) : undefined;
    if (model !== undefined) out.models.push(model);
    at = end;
  }
  return out;
}

const token = /"(?:[^"\\\n]|\\.)*"|[\p{L}\p{N}_-]+|@@|\S/uy;

function tokensIn(text: string): Token[] {
  const out: Token[] = [];
  let begins = true;
  for (let at = 0; at < text.length; ) {
    const letter = text.charAt(at);
    const comment = text.startsWith("//", at) ? "\n" : text.startsWith("/*", at) ? "*/" : undefined;
    if (comment !== undefined) {
      const end = text.indexOf(comment, at + 2);
      at = end < 0 ? text.length : end + (comment === "\n" ? 0 : comment.length);
    } else if (/\s/.test(letter)) {
      begins ||= letter === "\n";
      at++;
    } else {
      token.lastIndex = at;
      const found = token.exec(text)?.[0] ?? letter;
      out.push({ text: found, begins });
      begins = false;
      at += found.length;
    }
  }
  return out;
}

/** The place of the brace or parenthesis that closes the one at `at`. */
function closing(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let index = at; index < tokens.length; index++) {
    const text = tokens[index]?.text ?? "";
    if (/^[{([]$/.test(text)) depth++;
    if (/^[})\]]$/.test(text) && --depth === 0) return index;
  }
  return tokens.length;
}

/** The statements of a block: one a line, but for what goes on inside parentheses. */
function linesOf(tokens: readonly Token[]): string[][] {
  const out: string[][] = [];
  let depth = 0;
  for (const { text, begins } of tokens) {
    if (begins && depth === 0) out.push([]);
    out.at(-1)?.push(text);
    if (/^[{([]$/.test(text)) depth++;
    if (/^[})\]]$/.test(text)) depth--;
  }
  return out;
}

function sourceOf(lines: readonly string[][]): PrismaSource {
  const said = (key: string) => lines.find(([name]) => name === key)?.[2]?.replaceAll('"', "") ?? "";
  const provider = said("provider");
  return { provider, relationsInClient: provider === "mongodb" || said("relationMode") === "prisma" };
}

interface Attribute {
  name: string;
  given: string[];
}

function modelOf(name: string, lines: readonly string[][]): PrismaModel | undefined {
  const model: PrismaModel = { name, fields: [], unique: [] };
  for (const line of lines) {
    if (line[0] === "@@") {
      const [attribute] = attributesIn(line) ?? [];
      if (attribute === undefined || attribute.name === "ignore") return undefined;
      if (/^(id|unique)$/.test(attribute.name)) {
        const fields = listIn(attribute.given, "fields");
        if (fields.length > 0) model.unique.push(fields);
      }
      continue;
    }
    const read = fieldOf(line);
    if (read === undefined) return undefined;
    const { field, attributes } = read;
    // The client does not have it.
    if (attributes.some((attribute) => attribute.name === "ignore")) continue;
    model.fields.push(field);
    if (attributes.some((attribute) => /^(id|unique)$/.test(attribute.name))) model.unique.push([field.name]);
  }
  return model;
}

function fieldOf(line: readonly string[]): { field: PrismaField; attributes: Attribute[] } | undefined {
  const [name = "", type = "", ...rest] = line;
  if (!/^\p{L}[\w-]*$/u.test(name) || !/^\p{L}\w*$/u.test(type)) return undefined;
  // `Unsupported("polygon")`
  const after = rest[0] === "(" ? rest.slice(rest.indexOf(")") + 1) : rest;
  const list = after[0] === "[" && after[1] === "]";
  const behind = list ? after.slice(2) : after;
  const optional = behind[0] === "?";
  const attributes = attributesIn(optional || behind[0] === "!" ? behind.slice(1) : behind);
  if (attributes === undefined) return undefined;
  const native = attributes.find((attribute) => attribute.name.startsWith("db."))?.name.slice(3);
  const related = attributes.find((attribute) => attribute.name === "relation")?.given;
  return {
    field: {
      ...{ name, type, list, optional },
      ...(native === undefined ? {} : { native }),
      ...(related === undefined ? {} : { relation: relationOf(related) }),
    },
    attributes,
  };
}

/** `@relation("Writer", fields: [writerId], references: [id])` */
function relationOf(given: readonly string[]): PrismaRelation {
  const named = given.indexOf("name");
  const first = named >= 0 && given[named + 1] === ":" ? given[named + 2] : given[0];
  const name = first?.startsWith('"') === true ? first.slice(1, -1) : "";
  return { name, fields: listIn(given, "fields"), references: listIn(given, "references") };
}

/** The attributes of a field or of a model; undefined where there is something else among them. */
function attributesIn(tokens: readonly string[]): Attribute[] | undefined {
  const out: Attribute[] = [];
  for (let at = 0; at < tokens.length; ) {
    if (!tokens[at]?.startsWith("@")) return undefined;
    let name = tokens[at + 1] ?? "";
    at += 2;
    for (; tokens[at] === "."; at += 2) name += `.${tokens[at + 1]}`;
    let given: string[] = [];
    if (tokens[at] === "(") {
      const end = closing(
        tokens.map((text) => ({ text, begins: false })),
        at,
      );
      given = tokens.slice(at + 1, end);
      at = end + 1;
    }
    out.push({ name, given });
  }
  return out;
}

/** `[tenantId, email(sort: Desc)]` behind a name, or as the first that an attribute is given. */
function listIn(given: readonly string[], name: string): string[] {
  const named = given.findIndex((text, at) => text === name && given[at + 1] === ":");
  const open = named >= 0 ? named + 2 : 0;
  if (given[open] !== "[") return [];
  const out: string[] = [];
  let depth = 0;
  for (const text of given.slice(open)) {
    if (/^[[(]$/.test(text)) depth++;
    else if (/^[\])]$/.test(text)) {
      if (--depth === 0) break;
    } else if (depth === 1 && text !== ",") out.push(text);
  }
  return out;
}
