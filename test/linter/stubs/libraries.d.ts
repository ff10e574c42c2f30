// What the libraries declare, as far as fixes touch it: written by hand, small, and strict where a fix could go wrong.

declare module "@prisma/client" {
  interface Row {
    id: string;
    name: string;
    email: string;
  }
  interface Delegate {
    findUnique(query: { where: { id: string } | { email: string }; include?: object }): Promise<Row | null>;
    findFirst(query: { where: object }): Promise<Row | null>;
    findMany(query: {
      where: { id: { in: readonly string[] } } | { email: { in: readonly string[] } };
      include?: object;
    }): Promise<Row[]>;
    create(query: { data: { name: string } }): Promise<Row>;
    createMany(query: { data: readonly { name: string }[] }): Promise<{ count: number }>;
  }
  interface Item {
    id: string;
    userId: string;
    name: string;
  }
  interface Items {
    findFirst(query: { where: { userId: string } }): Promise<Item | null>;
    findMany(query: {
      where: { userId: string | { in: string[] } };
      orderBy?: { name: "asc" | "desc" };
    }): Promise<Item[]>;
  }
  export class PrismaClient {
    item: Items;
    user: Delegate;
    settings: Delegate;
  }
}

declare module "typeorm" {
  export interface FindOperator<T> {
    readonly operator: T;
  }
  export function In<T>(values: readonly T[]): FindOperator<T>;
  type Where<E> = { [K in keyof E]?: E[K] | FindOperator<E[K]> };
  export interface FindOneOptions<E> {
    where?: Where<E>;
    relations?: object;
  }
  export class Repository<E> {
    find(query: FindOneOptions<E>): Promise<E[]>;
    findOneBy(where: Where<E>): Promise<E | null>;
    findOne(query: FindOneOptions<E>): Promise<E | null>;
    findBy(where: Where<E>): Promise<E[]>;
    save(row: E): Promise<E>;
    save(rows: readonly E[]): Promise<E[]>;
    countBy(where: Where<E>): Promise<number>;
    createQueryBuilder(alias?: string): SelectQueryBuilder<E>;
  }
  export class EntityManager {}
  export class SelectQueryBuilder<E> {
    where(where: string | object, parameters?: object): this;
    leftJoinAndSelect(property: string, alias: string): this;
    select(selection: string, alias?: string): this;
    addSelect(selection: string, alias?: string): this;
    groupBy(column: string): this;
    // biome-ignore lint/suspicious/noExplicitAny: as the library has it
    getRawMany<T = any>(): Promise<T[]>;
    getOne(): Promise<E | null>;
    getMany(): Promise<E[]>;
  }
}

declare module "sequelize" {
  export class Model {
    id: number;
    static findOne<M extends Model>(
      this: new () => M,
      query: { where: { id: number | readonly number[] }; include?: string[] },
    ): Promise<M | null>;
    static findAll<M extends Model>(
      this: new () => M,
      query: { where: { id: number | readonly number[] }; include?: string[] },
    ): Promise<M[]>;
    static findByPk<M extends Model>(
      this: new () => M,
      id: number,
      query?: { include?: string[] },
    ): Promise<M | null>;
    static create<M extends Model>(this: new () => M, row: object): Promise<M>;
    static bulkCreate<M extends Model>(this: new () => M, rows: readonly object[]): Promise<M[]>;
  }
}

declare module "knex" {
  interface Builder extends Promise<{ id: number; name: string }[]> {
    where(condition: { id?: number }): Builder;
    whereIn(column: string, values: readonly number[]): Builder;
    first(): Promise<{ id: number; name: string } | undefined>;
    insert(rows: object | readonly object[]): Promise<number[]>;
  }
  export function knex(options: object): (table: string) => Builder;
}

declare module "drizzle-orm" {
  export function eq<T>(column: Column<T>, value: T): { sql: string };
  export function inArray<T>(column: Column<T>, values: readonly T[]): { sql: string };
  export interface Column<T> {
    readonly of: T;
  }
}

declare module "drizzle-orm/node-postgres" {
  import type { Column } from "drizzle-orm";

  interface Table {
    findFirst(query: { where: { sql: string } }): Promise<{ id: number; name: string } | undefined>;
    findMany(query: { where: { sql: string } }): Promise<{ id: number; name: string }[]>;
  }
  type Row<Columns> = { [Key in keyof Columns]: Columns[Key] extends Column<infer T> ? T : never };
  interface Chosen<Columns> {
    from(table: object): { where(condition: { sql: string }): Promise<Row<Columns>[]> };
  }
  export function drizzle(url: string): {
    query: { users: Table };
    select<Columns>(columns: Columns): Chosen<Columns>;
  };
}

declare module "mongoose" {
  interface Found {
    _id: { toString(): string };
    name: string;
  }
  export class Schema {
    constructor(shape: object);
  }
  export function model(
    name: string,
    schema: Schema,
  ): {
    findById(id: string): Promise<Found | null>;
    find(filter: { _id: { $in: readonly string[] } }): Promise<Found[]>;
  };
}

declare module "mongodb" {
  interface Found {
    _id: string;
    name: string;
  }
  interface Collection {
    findOne(filter: { _id: string }): Promise<Found | null>;
    find(filter: { _id: { $in: readonly string[] } }): { toArray(): Promise<Found[]> };
    insertOne(row: object): Promise<void>;
    insertMany(rows: readonly object[]): Promise<void>;
  }
  export class MongoClient {
    constructor(url: string, options?: { waitQueueTimeoutMS?: number });
    db(): { collection(name: string): Collection };
  }
}

declare module "pg" {
  interface Options {
    max?: number;
    connectionTimeoutMillis?: number;
    statement_timeout?: number;
  }
  export interface QueryResult<Row> {
    rows: Row[];
    rowCount: number | null;
  }
  export class Pool {
    constructor(options?: Options);
    // biome-ignore lint/suspicious/noExplicitAny: as the driver has it
    query<Row = any>(text: string, values?: unknown[]): Promise<QueryResult<Row>>;
  }
  export class Client {
    constructor(options?: Options);
  }
}

declare module "mysql2/promise" {
  export interface RowDataPacket {
    constructor: { name: "RowDataPacket" };
    // biome-ignore lint/suspicious/noExplicitAny: as the driver has it
    [column: string]: any;
  }
  export interface Pool {
    query<T extends RowDataPacket[]>(text: string, values?: unknown[]): Promise<[T, object[]]>;
  }
}

declare module "postgres" {
  // biome-ignore lint/suspicious/noExplicitAny: as the driver has it
  type Row = Record<string, any>;
  type RowList<T extends readonly unknown[]> = T & Iterable<T[number]> & { count: number };
  export interface Sql {
    <T extends readonly unknown[] = Row[]>(
      template: TemplateStringsArray,
      ...parameters: unknown[]
    ): Promise<RowList<T>>;
    (list: readonly (string | number)[]): { list: true };
  }
}

declare module "axios" {
  interface Options {
    timeout?: number;
    baseURL?: string;
  }
  const axios: {
    get(url: string, options?: Options): Promise<{ data: object }>;
    create(options?: Options): typeof axios;
  };
  export default axios;
}

declare module "dataloader" {
  export default class DataLoader<K, V> {
    constructor(
      batch: (keys: readonly K[]) => Promise<readonly (V | Error)[]>,
      options?: { cache?: boolean },
    );
    load(key: K): Promise<V>;
  }
}

declare module "type-graphql" {
  export function Resolver(name?: string): ClassDecorator;
  export function FieldResolver(): MethodDecorator;
  export function Root(): ParameterDecorator;
}

declare module "@nestjs/graphql" {
  export function Resolver(name?: string): ClassDecorator;
  export function ResolveField(): MethodDecorator;
  export function Parent(): ParameterDecorator;
}

declare module "ioredis" {
  export class Redis {
    get(key: string): Promise<string | null>;
    mget(...keys: string[]): Promise<(string | null)[]>;
    mget(keys: string[]): Promise<(string | null)[]>;
  }
}

declare module "redis" {
  export function createClient(): {
    get(key: string): Promise<string | null>;
    mGet(keys: string[]): Promise<(string | null)[]>;
  };
}
