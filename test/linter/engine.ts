/** Rows in memory, asked as the libraries ask them, with a count of the queries. */

type Row = Record<string, unknown>;
type Test = (row: Row) => boolean;

const tables: Record<string, Row[]> = {
  users: [
    { id: "a", name: "Ann", teamId: "t1", active: true },
    { id: "b", name: "Bob", teamId: "t2", active: false },
    { id: "c", name: "Cy", teamId: "t1", active: true },
  ],
  items: [
    { id: 1, userId: "b", title: "cup" },
    { id: 2, userId: "a", title: "bag" },
    { id: 3, userId: "b", title: "ale" },
  ],
};

const log: string[] = [];

/** How many queries were sent since it was asked last. */
export function sent(): number {
  return log.splice(0).length;
}

/** Fresh rows each time, as from a server. */
async function ask(table: string, test: Test): Promise<Row[]> {
  log.push(table);
  await Promise.resolve();
  return (tables[table] ?? []).filter(test).map((row) => ({ ...row }));
}

/** `{ id: "a" }`, `{ id: { in: […] } }`, and as other libraries say it. */
function terms(where: Row = {}): Test {
  return (row) =>
    Object.entries(where).every(([key, wanted]) => {
      const value = key === "_id" ? row.id : row[key];
      const list = Array.isArray(wanted)
        ? wanted
        : ((wanted as Row | null)?.in ?? (wanted as Row | null)?.$in);
      // As in SQL, nothing is among null.
      return Array.isArray(list) ? value !== null && list.includes(value) : value === wanted;
    });
}

interface Options {
  where?: Row;
  orderBy?: Record<string, "asc" | "desc">;
}

function sorted(rows: Row[], { orderBy = {} }: Options): Row[] {
  const [key] = Object.keys(orderBy);
  return key === undefined ? rows : rows.toSorted((a, b) => String(a[key]).localeCompare(String(b[key])));
}

function prismaModel(table: string) {
  return {
    findUnique: async ({ where }: Options) => (await ask(table, terms(where)))[0] ?? null,
    findFirst: async ({ where }: Options) => (await ask(table, terms(where)))[0] ?? null,
    findUniqueOrThrow: async ({ where }: Options) => {
      const [row] = await ask(table, terms(where));
      if (row === undefined) throw new Error(`no row in ${table}`);
      return row;
    },
    create: async ({ data }: { data: Row }) => data,
    findMany: async (options: Options) => sorted(await ask(table, terms(options.where)), options),
    count: async ({ where }: Options) => (await ask(table, terms(where))).length,
    groupBy: async ({ by: [key = ""], where }: Options & { by: string[] }) => {
      const found = await ask(table, terms(where));
      const values = [...new Set(found.map((row) => row[key]))];
      return values.map((value) => ({
        [key]: value,
        _count: found.filter((row) => row[key] === value).length,
      }));
    },
  };
}

export class PrismaClient {
  user = prismaModel("users");
  item = prismaModel("items");
}

/** A client of ioredis, with texts by key. */
export class Redis {
  private readonly texts: Record<string, string> = { "user:a": "Ann", "user:b": "Bob" };
  private readonly hashes: Record<string, Record<string, string>> = { names: { a: "Ann", b: "Bob" } };

  async get(key: string): Promise<string | null> {
    log.push(key);
    return this.texts[key] ?? null;
  }

  async mget(keys: string[]): Promise<(string | null)[]> {
    log.push("mget");
    if (keys.length === 0) throw new Error("ERR wrong number of arguments for 'mget' command");
    return keys.map((key) => this.texts[key] ?? null);
  }

  async hget(hash: string, field: string): Promise<string | null> {
    log.push(field);
    return this.hashes[hash]?.[field] ?? null;
  }

  async hmget(hash: string, fields: string[]): Promise<(string | null)[]> {
    log.push("hmget");
    if (fields.length === 0) throw new Error("ERR wrong number of arguments for 'hmget' command");
    return fields.map((field) => this.hashes[hash]?.[field] ?? null);
  }
}

export const Equal = (value: unknown) => ({ in: [value] });
export const In = (list: unknown[]) => ({ in: list });

/** A repository of TypeORM. */
export function repository(table: string) {
  const all = (where?: Row) => ask(table, terms(where));
  return {
    find: ({ where }: Options) => all(where),
    findBy: all,
    findOne: async ({ where }: Options) => (await all(where))[0] ?? null,
    findOneBy: async (where: Row) => (await all(where))[0] ?? null,
    count: async ({ where }: Options) => (await all(where)).length,
    existsBy: async (where: Row) => (await all(where)).length > 0,
    createQueryBuilder: (alias: string) => builtQuery(table, alias),
  };
}

/** A query that is put together: `where("user.id = :id", { id })`. */
function builtQuery(table: string, alias: string) {
  const tests: Test[] = [];
  let group = "";
  const self = {
    select: (_column: string, _as: string) => self,
    addSelect: (_sum: string, _as: string) => self,
    groupBy: (column: string) => {
      group = column.replace(`${alias}.`, "");
      return self;
    },
    // Counts come as text from some servers.
    getRawMany: async () => {
      const rows = await self.getMany();
      return [...new Set(rows.map((row) => row[group]))].map((key) => ({
        key,
        count: String(rows.filter((row) => row[group] === key).length),
      }));
    },
    where: (condition: string | Row, given: Row = {}) => {
      if (typeof condition !== "string") tests.push(terms(condition));
      else {
        const [, key = "", one, many] =
          new RegExp(`^(?:${alias}\\.)?(\\w+) (?:= :(\\w+)|IN \\(:\\.\\.\\.(\\w+)\\))$`).exec(condition) ??
          [];
        const wanted = given[one ?? many ?? ""];
        if (key === "" || (many !== undefined && (wanted as unknown[]).length === 0))
          throw new Error(`syntax error: ${condition}`);
        tests.push(terms({ [key]: many === undefined ? wanted : { in: wanted } }));
      }
      return self;
    },
    andWhere: (condition: Row) => self.where(condition),
    leftJoinAndSelect: () => self,
    getMany: () => ask(table, (row) => tests.every((test) => test(row))),
    getOne: async () => (await self.getMany())[0] ?? null,
  };
  return self;
}

/** A manager of TypeORM, which is told whose rows are meant. */
export const manager = {
  find: (entity: { name: string }, options: Options) =>
    repository(`${entity.name.toLowerCase()}s`).find(options),
  findOne: (entity: { name: string }, options: Options) =>
    repository(`${entity.name.toLowerCase()}s`).findOne(options),
};

/** A model of Sequelize: of users. */
const findAll = ({ where }: Options) => ask("users", terms(where));
export const Model = Object.assign(class {}, {
  findAll,
  findOne: async (options: Options) => (await findAll(options))[0] ?? null,
  count: async ({ where, group: [key = ""] = [] }: Options & { group?: string[] }) => {
    const rows = await ask("items", terms(where));
    const values = [...new Set(rows.map((row) => row[key]))];
    return key === ""
      ? rows.length
      : values.map((value) => ({
          [key]: value,
          count: rows.filter((row) => row[key] === value).length,
        }));
  },
  findByPk: async (id: unknown, options: Options = {}) =>
    (await findAll({ ...options, where: { id } }))[0] ?? null,
});

/** A builder that runs when it is awaited. */
class Builder {
  private readonly tests: Test[] = [];
  private one = false;
  private readonly table: string;
  constructor(table: string) {
    this.table = table;
  }
  where(key: string | Row, ...rest: unknown[]) {
    this.tests.push(typeof key === "string" ? terms({ [key]: rest.at(-1) }) : terms(key));
    return this;
  }
  whereIn(key: string, list: unknown[]) {
    return this.where({ [key]: { in: list } });
  }
  first() {
    this.one = true;
    return this;
  }
  selectAll() {
    return this;
  }
  select() {
    return this;
  }
  orderBy() {
    return this;
  }
  /** Mongoose's, and Kysely's. */
  lean() {
    return this;
  }
  exec() {
    return this;
  }
  execute() {
    return this;
  }
  executeTakeFirst() {
    return this.first();
  }
  // biome-ignore lint/suspicious/noThenProperty: a builder is awaited
  then(...given: Parameters<Promise<unknown>["then"]>): Promise<never> {
    const rows = ask(this.table, (row) => this.tests.every((test) => test(row)));
    return rows.then((found) => (this.one ? found[0] : found)).then(...given) as Promise<never>;
  }
}

const tableOf = (table: string) => new Builder(table);
export const knex = () => Object.assign(tableOf, { select: () => ({ from: tableOf }) });

export class Kysely {
  selectFrom(table: string) {
    return new Builder(table);
  }
}

const withId = (row: Row | null | undefined) => (row ? { ...row, _id: row.id } : null);

/** Mongoose. */
export class Schema {}
export const model = () => ({
  findById: (id: unknown) => chain(async () => withId((await ask("users", terms({ _id: id })))[0])),
  findOne: (where: Row) => chain(async () => withId((await ask("users", terms(where)))[0])),
  find: (where: Row) => chain(async () => (await ask("users", terms(where))).map(withId)),
});

function chain(run: () => Promise<unknown>): PromiseLike<unknown> & Record<string, unknown> {
  const self = {
    lean: () => self,
    sort: () => self,
    exec: () => run(),
    // biome-ignore lint/suspicious/noThenProperty: a query is awaited
    then: (...given: Parameters<Promise<unknown>["then"]>) => run().then(...given),
  };
  return self as never;
}

/** Drizzle. */
type Column = { table: string; name: string };
export const eq = ({ name }: Column, value: unknown): Test => terms({ [name]: value });
export const inArray = ({ name }: Column, list: unknown[]): Test => {
  if (list.length === 0) throw new Error("inArray requires at least one value");
  return terms({ [name]: { in: list } });
};
export const and =
  (...tests: Test[]): Test =>
  (row) =>
    tests.every((test) => test(row));
export const items = { id: { table: "items", name: "id" }, userId: { table: "items", name: "userId" } };
export const users = { id: { table: "users", name: "id" }, active: { table: "users", name: "active" } };
export const asc = ({ name }: Column): string => name;
export const drizzle = () => ({
  select: (columns?: Record<string, Column>) => ({
    from: (table: Record<string, Column>) => ({
      where: (test: Test) => {
        const rows = async () => {
          const whole = await ask(Object.values(table)[0]?.table ?? "", test);
          if (columns === undefined) return whole;
          return whole.map((row) =>
            Object.fromEntries(Object.entries(columns).map(([key, { name }]) => [key, row[name]])),
          );
        };
        const self = {
          all: rows,
          orderBy: () => self,
          limit: () => self,
          get: async () => (await rows())[0],
          // biome-ignore lint/suspicious/noThenProperty: a query is awaited
          then: (...given: Parameters<Promise<unknown>["then"]>) => rows().then(...(given as [])),
        };
        return self;
      },
    }),
  }),
  query: {
    users: {
      findFirst: async ({ where }: { where: Test }) => (await ask("users", where))[0],
      findMany: ({ where }: { where: Test }) => ask("users", where),
    },
  },
});

/** Text of SQL: `SELECT … FROM table WHERE column = $1 AND …`, in the placeholders of each driver. */
async function askText(text: string, bound: (placeholder: string) => unknown): Promise<Row[]> {
  const [, table = "", conditions = ""] =
    /\bfrom\s+(\w+)\s+where\s+([\s\S]+?)(?:\s+order\b|\s+limit\b|$)/i.exec(text) ?? [];
  const tests = conditions.split(/\s+and\s+/i).map((condition) => {
    const [, key = "", one, many, list] =
      /^"?(\w+)"?\s*(?:=\s*(\$\d+|\?)|=\s*any\((\$\d+)(?:::\w+\[\])?\)|in\s*\(?(\$\d+|\?)\)?)$/i.exec(
        condition.trim(),
      ) ?? [];
    if (key === "") throw new Error(`not understood: ${condition}`);
    const value = bound(one ?? many ?? list ?? "");
    // As in SQL, nothing equals null.
    return one === undefined
      ? terms({ [key]: { in: value } })
      : (row: Row) => value !== null && row[key] === value;
  });
  const rows = await ask(table, (row) => tests.every((test) => test(row)));
  return /limit 1/i.test(text) ? rows.slice(0, 1) : rows;
}

/** node-postgres. */
export class Pool {
  async query(text: string, values: unknown[]) {
    const rows = await askText(text, (placeholder) => values[Number(placeholder.slice(1)) - 1]);
    return { rows, rowCount: rows.length };
  }
}

/** mysql2. */
export const createPool = () => ({
  async query(text: string, values: unknown[]) {
    const left = [...values];
    if (left.some((value) => Array.isArray(value) && value.length === 0))
      throw new Error("syntax error near ')'");
    return [await askText(text, () => left.shift()), []];
  },
});

/** postgres.js, which is what the module is. */
export const __esModule = true;
export default () =>
  (strings: TemplateStringsArray | unknown[], ...values: unknown[]) => {
    if (!("raw" in strings)) return strings;
    const text = strings.reduce<string>((sum, part, at) => `${sum}${at === 0 ? "" : `$${at}`}${part}`, "");
    return askText(text, (placeholder) => values[Number(placeholder.slice(1)) - 1]);
  };
