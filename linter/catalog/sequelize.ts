import { sentence } from "../../words/sentence.ts";
import type { Library, Member, PoolFacts } from "./library.ts";
import { gives, manyWrites, reads, silent, writes, writesItself } from "./members.ts";

const bulk = sentence("{0}, or {1}", "findAll({ where: { ‹id›: ids } })", "include");

const model: Record<string, Member> = {
  // `find`, `findById` and `findAndCount` are those of version 4 and before.
  ...reads("findAll findOne findByPk findAndCountAll find findById findAndCount", bulk),
  ...reads("count sum min max aggregate", sentence("one query with {0}", "group")),
  ...writes("findOrCreate findCreateFind findOrBuild upsert"),
  ...writes("create", "bulkCreate(rows)"),
  ...writes("destroy", "destroy({ where: { ‹id›: ids } })"),
  ...manyWrites("bulkCreate update restore increment decrement truncate"),
  ...silent("build init hasMany belongsTo hasOne belongsToMany addScope addHook sync"),
  ...gives("scope unscoped schema withScope", "ModelClass"),
};

const instance: Record<string, Member> = {
  ...reads("reload"),
  ...writesItself("save update", "Model.update(values, { where: { id: ids } })"),
  ...writes("destroy", "destroy({ where: { ‹id›: ids } })"),
  ...writes("restore", "restore({ where: { ‹id›: ids } })"),
  ...writesItself("increment", "Model.increment(fields, { where: { id: ids } })"),
  ...writesItself("decrement", "Model.decrement(fields, { where: { id: ids } })"),
  ...silent("get set setDataValue getDataValue toJSON changed previous isSoftDeleted validate"),
};

const getter = {
  members: {},
  call: { effect: "read" as const, bulk: sentence("{0} in the query before the loop", "include") },
};
const setter = { members: {}, call: { effect: "write" as const } };

/** What sequelize-typescript gives a row to ask for its associations: `ticket.$get("agent")`. */
const associations: Record<string, Member> = {
  $get: getter,
  $count: getter,
  $has: getter,
  $set: setter,
  $add: setter,
  $create: setter,
  $remove: setter,
};

/** The pool of every dialect of Sequelize, and its options. */
const anyDialect: PoolFacts = {
  kind: "pool",
  argument: -1,
  source:
    "sequelize 6.37 lib/dialects/abstract/connection-manager.js, lib/dialects/mysql/connection-manager.js",
  properties: [
    { property: "pool.max", concept: "pool.max", unit: "count", default: 5 },
    { property: "pool.min", concept: "pool.min", unit: "count", default: 0 },
    { property: "pool.acquire", concept: "pool.acquireTimeout", unit: "ms", default: 60_000 },
    {
      property: "dialectOptions.connectTimeout",
      concept: "pool.connectTimeout",
      unit: "ms",
      default: 10_000,
      unlimited: 0,
    },
    { property: "pool.idle", concept: "pool.idleTimeout", unit: "ms", default: 10_000 },
    { property: "pool.maxUses", concept: "pool.maxUses", unit: "count", default: "unlimited" },
  ],
  misplaced: [
    { path: "acquire", belongs: sentence("{0}, as {1}", "pool", "acquire") },
    { path: "pool.acquireTimeout", belongs: sentence("{0}, as {1}", "pool", "acquire") },
    { path: "pool.acquireTimeoutMillis", belongs: sentence("{0}, as {1}", "pool", "acquire") },
  ],
  unsupported: [],
};

/** Sequelize 6 and sequelize-typescript. */
export const sequelize: Library = {
  name: "sequelize",
  title: "Sequelize",
  modules: ["sequelize", "sequelize-typescript", "@sequelize/core", "@nestjs/sequelize", "sequelize/*"],
  exports: {
    Sequelize: { class: "Sequelize" },
    Model: { class: "Model" },
    Repository: { class: "ModelClass" },
    SequelizeModule: { type: "NestModule" },
    ...gives("InjectModel", "ModelClass"),
    ...gives("InjectConnection", "Sequelize"),
    default: { class: "Sequelize", type: "Module" },
  },
  types: {
    Module: { members: { Sequelize: { class: "Sequelize" }, Model: { class: "Model" } } },
    Sequelize: {
      place: true,
      builds: 0,
      members: {
        define: { call: { returns: "ModelClass" } },
        model: { call: { returns: "ModelClass" } },
        getRepository: { call: { returns: "ModelClass" } },
        models: { type: "Models" },
        query: { call: { sql: 0, saidBy: { argument: 1, property: "type" } } },
        transaction: {
          call: {
            callbacks: { 0: { parameters: [""], runs: "once" }, 1: { parameters: [""], runs: "once" } },
          },
        },
      },
    },
    NestModule: { members: { forRoot: { call: { builds: 0 } }, forRootAsync: { call: { builds: 0 } } } },
    Models: { members: { "*": { type: "ModelClass" } }, element: "ModelClass" },
    // What changes the schema runs once, in a migration.
    QueryInterface: { members: { sequelize: { type: "Migrated" }, "*": { call: {} } } },
    Migrated: { members: { "*": { call: {} } } },
    ModelClass: { place: true, members: model, element: "Model", instances: "Model", added: "statics" },
    ModelStatic: { extends: "ModelClass", members: {} },
    ModelCtor: { extends: "ModelClass", members: {} },
    Repository: { extends: "ModelClass", members: {} },
    Model: {
      members: { ...instance, ...associations },
      statics: model,
      associated: getter,
      added: "methods",
    },
    HasManyGetAssociationsMixin: getter,
    BelongsToGetAssociationMixin: getter,
    HasOneGetAssociationMixin: getter,
    BelongsToManyGetAssociationsMixin: getter,
    HasManyCountAssociationsMixin: getter,
    BelongsToManyCountAssociationsMixin: getter,
    HasManyHasAssociationMixin: getter,
    HasManyAddAssociationMixin: setter,
    HasManyCreateAssociationMixin: setter,
    BelongsToManyAddAssociationMixin: setter,
    HasManySetAssociationsMixin: setter,
  },
  usualNames: [{ names: ["sequelize"], type: "Sequelize" }],
  usualMethods: {
    names: ["findByPk", "findAll", "findOne", "findAndCountAll", "findOrCreate", "bulkCreate"],
    type: "ModelClass",
    base: /sequelize/i,
  },
  usualHolders: { names: ["models", "Models", "model", "db"], holds: "ModelClass", define: "define" },
  pool: [
    {
      ...anyDialect,
      url: 0,
      when: { property: "dialect", values: ["postgres"], otherwise: 1 },
      source: `${anyDialect.source}, lib/dialects/postgres/connection-manager.js`,
      properties: [
        ...anyDialect.properties,
        {
          property: "dialectOptions.statement_timeout",
          aliases: ["dialectOptions.query_timeout"],
          concept: "query.timeout",
          unit: "ms",
          default: "unlimited",
          recommended: 30_000,
          unlimited: 0,
        },
      ],
    },
    anyDialect,
  ],
};
