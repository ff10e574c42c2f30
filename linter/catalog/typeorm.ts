import { sentence } from "../../words/sentence.ts";
import type { Library, Member, PropertyFacts } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";
import { mysql2 } from "./mysql2.ts";

const bulk = "find({ where: { ‹id›: In(ids) } })";

const saving: Member = {
  call: { effect: "write", bulk: sentence("an array of entities"), eachStill: true },
};

const repository: Record<string, Member> = {
  ...reads(
    "find findBy findOne findOneBy findOneOrFail findOneByOrFail findAndCount findAndCountBy findByIds findOneById exist exists existsBy preload reload",
    bulk,
  ),
  ...reads("findTrees findRoots findDescendants findAncestors findDescendantsTree findAncestorsTree"),
  ...reads("count countBy sum average minimum maximum", sentence("one query with {0}", "groupBy")),
  ...Object.fromEntries(["save", "softRemove", "recover"].map((name) => [name, saving])),
  ...writes("remove", sentence("an array of entities")),
  ...writes("insert", sentence("an array of values")),
  ...writes("upsert", sentence("an array of values")),
  ...writes("delete softDelete restore", "In(ids)"),
  ...writes("update", "update({ ‹id›: In(ids) }, values)"),
  ...writes("increment decrement"),
  ...silent("create merge hasId getId"),
  query: { call: { sql: 0 } },
  createQueryBuilder: { call: { returns: "QueryBuilder" } },
  manager: { type: "EntityManager" },
  extend: { call: { returns: "Repository", joins: 0 } },
};

const shared: Record<string, Member> = {
  transaction: {
    call: {
      callbacks: {
        0: { parameters: ["EntityManager"], runs: "once" },
        1: { parameters: ["EntityManager"], runs: "once" },
      },
    },
  },
  ...gives("getRepository getTreeRepository getCustomRepository withRepository", "Repository"),
  createQueryBuilder: { call: { returns: "QueryBuilder" } },
  query: { call: { sql: 0 } },
};

const retry: PropertyFacts = {
  property: "extra.connectionTimeoutMillis",
  concept: "pool.acquireTimeout",
  unit: "ms",
  default: "unlimited",
  unlimited: 0,
  recommended: 5000,
};

/** TypeORM, also through @nestjs/typeorm. */
export const typeorm: Library = {
  name: "typeorm",
  title: "TypeORM",
  modules: ["typeorm", "@nestjs/typeorm", "typeorm/*"],
  exports: {
    DataSource: { class: "DataSource" },
    Repository: { class: "Repository" },
    TreeRepository: { class: "Repository" },
    MongoRepository: { class: "Repository" },
    AbstractRepository: { class: "AbstractRepository" },
    BaseEntity: { class: "BaseEntity" },
    EntityManager: { class: "EntityManager" },
    ...gives("getRepository getTreeRepository getCustomRepository", "Repository"),
    ...gives("getManager", "EntityManager"),
    ...gives("getConnection", "DataSource"),
    createConnection: { call: { returns: "DataSource", builds: 0 } },
    ...gives("InjectRepository", "Repository"),
    ...gives("InjectEntityManager", "EntityManager"),
    ...gives("InjectDataSource InjectConnection", "DataSource"),
    TypeOrmModule: { type: "Module" },
  },
  types: {
    Module: { members: { forRoot: { call: { builds: 0 } }, forRootAsync: { call: { builds: 0 } } } },
    Repository: { place: true, members: repository },
    TreeRepository: { extends: "Repository", members: {} },
    MongoRepository: { extends: "Repository", members: {} },
    AbstractRepository: {
      members: {
        repository: { type: "Repository" },
        manager: { type: "EntityManager" },
        ...gives("createQueryBuilder createQueryBuilderFor", "QueryBuilder"),
        ...gives("getRepositoryFor", "Repository"),
      },
    },
    BaseEntity: {
      members: {
        save: { call: { effect: "write", bulk: "Entity.save(entities)", eachStill: true } },
        softRemove: { call: { effect: "write", bulk: "Entity.softRemove(entities)", eachStill: true } },
        ...writes("remove", "Entity.remove(entities)"),
        ...writes("recover"),
        ...reads("reload"),
      },
      statics: repository,
    },
    EntityManager: { place: true, members: { ...repository, ...shared } },
    DataSource: {
      place: true,
      builds: 0,
      members: {
        ...shared,
        manager: { type: "EntityManager" },
        createQueryRunner: { call: { returns: "QueryRunner" } },
        initialize: { call: { returns: "DataSource" } },
      },
    },
    Connection: { extends: "DataSource", members: {} },
    // What a subscriber of an entity is told of.
    Event: {
      members: {
        manager: { type: "EntityManager" },
        connection: { type: "DataSource" },
        dataSource: { type: "DataSource" },
        queryRunner: { type: "QueryRunner" },
      },
    },
    LoadEvent: { extends: "Event", members: {} },
    InsertEvent: { extends: "Event", members: {} },
    UpdateEvent: { extends: "Event", members: {} },
    RemoveEvent: { extends: "Event", members: {} },
    SoftRemoveEvent: { extends: "Event", members: {} },
    RecoverEvent: { extends: "Event", members: {} },
    QueryRunner: { members: { manager: { type: "EntityManager" }, query: { call: { sql: 0 } } } },
    QueryBuilder: {
      members: {
        ...reads(
          "getOne getOneOrFail getMany getManyAndCount getRawOne getRawMany getRawAndEntities loadOne loadMany",
          'where("… IN (:...ids)", { ids })',
        ),
        ...reads("getCount getExists", sentence("one query with {0}", "groupBy")),
        ...manyWrites("execute"),
        ...silent("stream getSql getQuery getQueryAndParameters printSql getParameters"),
        "*": { call: { returns: "QueryBuilder" } },
      },
    },
    SelectQueryBuilder: { extends: "QueryBuilder", members: {} },
  },
  usualMethods: {
    names: [
      "findOneBy",
      "findOneOrFail",
      "findOneByOrFail",
      "findAndCountBy",
      "countBy",
      "existsBy",
      "createQueryBuilder",
    ],
    type: "Repository",
    base: /typeorm/i,
  },
  usualNames: [
    { names: ["entityManager"], type: "EntityManager" },
    { names: ["dataSource"], type: "DataSource" },
  ],
  pool: [
    {
      kind: "pool",
      driver: "pg",
      argument: 0,
      when: { property: "type", values: ["postgres", "cockroachdb"], otherwise: 1 },
      source: "typeorm 1.1 driver/postgres/PostgresDriver.js",
      properties: [
        { property: "poolSize", aliases: ["extra.max"], concept: "pool.max", unit: "count", default: 10 },
        { ...retry, property: "connectTimeoutMS", aliases: ["extra.connectionTimeoutMillis"] },
        {
          property: "extra.idleTimeoutMillis",
          concept: "pool.idleTimeout",
          unit: "ms",
          default: 10_000,
          unlimited: 0,
        },
        {
          property: "extra.statement_timeout",
          aliases: ["extra.query_timeout"],
          concept: "query.timeout",
          unit: "ms",
          default: "unlimited",
          recommended: 30_000,
          unlimited: 0,
        },
      ],
      misplaced: ["connectTimeout", "connectionTimeoutMillis", "acquireTimeout"].map((path) => ({
        path,
        belongs: sentence("{0}, as {1}", "extra", "connectionTimeoutMillis"),
        rename: "connectTimeoutMS",
      })),
      unsupported: [],
    },
    {
      kind: "pool",
      driver: "mysql2",
      argument: 0,
      when: { property: "type", values: ["mysql", "mariadb"] },
      source: "typeorm 1.1 driver/mysql/MysqlDriver.js; mysql2 3.24 lib/pool_config.js",
      properties: [
        {
          property: "poolSize",
          aliases: ["extra.connectionLimit"],
          concept: "pool.max",
          unit: "count",
          default: 10,
        },
        {
          property: "extra.queueLimit",
          concept: "pool.waitQueueLimit",
          unit: "count",
          default: "unlimited",
          unlimited: 0,
        },
        {
          property: "connectTimeout",
          concept: "pool.connectTimeout",
          unit: "ms",
          default: 10_000,
          unlimited: 0,
        },
      ],
      unsupported: (mysql2.pool?.[0]?.unsupported ?? []).map((limit) => ({
        ...limit,
        remedy: { property: "extra.queueLimit", value: 100 },
      })),
    },
  ],
};
