import type { Library, Member } from "./library.ts";

const read = (bulk?: string): Member => ({
  call: { effect: "read", ...(bulk === undefined ? {} : { bulk }) },
});
const write = (bulk?: string): Member => ({
  call: { effect: "write", ...(bulk === undefined ? {} : { bulk }) },
});
const many: Member = { call: { effect: "write", many: true } };
const byKey = "findMany({ where: { ‹id›: { in: ids } } })";
/** findUnique calls of one tick are joined into one findMany by the client's own loader. */
const unique: Member = { call: { effect: "read", bulk: byKey, coalesced: true } };

/** Prisma Client. */
export const prisma: Library = {
  name: "prisma",
  title: "Prisma",
  modules: ["@prisma/client", "@prisma/client/*", ".prisma/client", ".prisma/client/*"],
  anywhere: ["PrismaClient", "Prisma"],
  usualMethods: {
    names: [
      "findUnique",
      "findUniqueOrThrow",
      "findFirst",
      "findFirstOrThrow",
      "findMany",
      "createMany",
      "createManyAndReturn",
    ],
    type: "Delegate",
  },
  exports: {
    PrismaClient: { class: "PrismaClient" },
    Prisma: { type: "Namespace" },
    default: { type: "Module" },
  },
  types: {
    Module: { members: { PrismaClient: { class: "PrismaClient" }, Prisma: { type: "Namespace" } } },
    Namespace: { members: {} },
    PrismaClient: {
      place: true,
      builds: 0,
      members: {
        $transaction: { call: { callbacks: { 0: { parameters: ["PrismaClient"], runs: "once" } } } },
        $extends: { call: { returns: "PrismaClient" } },
        $queryRaw: { call: { sql: 0 } },
        $queryRawUnsafe: { call: { sql: 0 } },
        $queryRawTyped: read(),
        $executeRaw: { call: { effect: "write", sql: 0 } },
        $executeRawUnsafe: { call: { effect: "write", sql: 0 } },
        $connect: { call: {} },
        $disconnect: { call: {} },
        $on: { call: { callbacks: { 1: { parameters: [], runs: "later" } } } },
        $use: { call: { callbacks: { 0: { parameters: [], runs: "later" } } } },
        $metrics: {},
        $parent: { type: "PrismaClient" },
        "*": { type: "Delegate" },
      },
    },
    TransactionClient: { extends: "PrismaClient", members: {} },
    Delegate: {
      place: true,
      members: {
        findUnique: unique,
        findUniqueOrThrow: unique,
        findFirst: read(byKey),
        findFirstOrThrow: read(byKey),
        findMany: read(byKey),
        count: read("groupBy({ by: […], _count: true })"),
        aggregate: read("groupBy({ by: […] })"),
        groupBy: read("groupBy({ by: […] })"),
        create: write("createMany({ data: rows })"),
        update: write("updateMany({ where: { ‹id›: { in: ids } }, data })"),
        upsert: write(),
        delete: write("deleteMany({ where: { ‹id›: { in: ids } } })"),
        createMany: many,
        createManyAndReturn: many,
        updateMany: many,
        updateManyAndReturn: many,
        deleteMany: many,
      },
    },
  },
  usualNames: [{ names: ["prisma", "prismaClient", "prismaService"], type: "PrismaClient" }],
  pool: [
    {
      kind: "pool",
      argument: 0,
      urlProperties: ["datasources.db.url", "datasourceUrl"],
      urlParameters: [
        { parameter: "pool_timeout", concept: "pool.acquireTimeout", unlimited: "0" },
        { parameter: "connect_timeout", concept: "pool.connectTimeout", unlimited: "0" },
      ],
      source: "Prisma 6.19, connection URL: pool_timeout 10 s, connect_timeout 5 s, 0 is none",
      properties: [],
      unsupported: [],
    },
  ],
};
