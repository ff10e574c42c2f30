import { sentence } from "../../words/sentence.ts";
import type { Library, LibraryType, PropertyFacts } from "./library.ts";
import { gives, manyWrites, opening, reads, silent, writes } from "./members.ts";

const bulk = "find({ ‹_id›: { $in: ids } })";

/** Databases, collections and cursors of the driver, which Mongoose hands out too. */
export const stored: Record<string, LibraryType> = {
  Db: {
    place: true,
    members: {
      ...gives("collection", "Collection"),
      // `collMod`, `ping`, `serverStatus`: what has no method of its own is no question about rows.
      ...silent("createCollection admin command"),
    },
  },
  Collection: {
    place: true,
    members: {
      ...reads("findOne", bulk),
      ...reads(
        "countDocuments estimatedDocumentCount distinct count",
        sentence("one aggregate with {0}", "$group"),
      ),
      ...gives("find aggregate", "FindCursor"),
      ...writes("insertOne", "insertMany(docs)"),
      ...writes("updateOne replaceOne findOneAndUpdate findOneAndReplace", "bulkWrite"),
      ...writes("deleteOne findOneAndDelete", "deleteMany({ ‹_id›: { $in: ids } })"),
      ...manyWrites("insertMany updateMany deleteMany bulkWrite"),
      // Of the driver before its fifth version.
      ...writes("insert save", "insertMany(docs)"),
      ...writes("update findAndModify", "bulkWrite"),
      ...writes("remove findAndRemove", "deleteMany({ _id: { $in: ids } })"),
      ...silent("createIndex createIndexes watch initializeUnorderedBulkOp initializeOrderedBulkOp"),
    },
  },
  FindCursor: {
    runs: "read",
    rowByRow: true,
    members: {
      ...reads("toArray", bulk),
      ...opening("next hasNext tryNext forEach", bulk),
      ...silent("close stream"),
      "*": { call: { returns: "FindCursor", bulk } },
    },
  },
};

export const mongoLimits: PropertyFacts[] = [
  { property: "maxPoolSize", concept: "pool.max", unit: "count", default: 100 },
  { property: "minPoolSize", concept: "pool.min", unit: "count", default: 0 },
  {
    property: "waitQueueTimeoutMS",
    // `timeoutMS` is no limit: it has no effect since 6.22 and 7.8.
    concept: "pool.acquireTimeout",
    unit: "ms",
    default: "unlimited",
    unlimited: 0,
    recommended: 5000,
  },
  { property: "maxIdleTimeMS", concept: "pool.idleTimeout", unit: "ms", default: "unlimited", unlimited: 0 },
  { property: "maxConnecting", concept: "pool.maxConnecting", unit: "count", default: 2 },
  { property: "connectTimeoutMS", concept: "pool.connectTimeout", unit: "ms", default: 30_000, unlimited: 0 },
  { property: "socketTimeoutMS", concept: "query.timeout", unit: "ms", default: "unlimited", unlimited: 0 },
];

/** The driver before its third version has no limit on waiting for a connection. */
export const oldMongoLimits = mongoLimits.filter(({ concept }) => concept !== "pool.acquireTimeout");

/** In its third version the limit is the unified topology's, which has to be asked for: the other one does not have operations wait for a connection. */
export const topologyLimits: PropertyFacts[] = mongoLimits.map((known) =>
  known.concept === "pool.acquireTimeout" ? { ...known, onlyWith: "useUnifiedTopology" } : known,
);

/** The MongoDB driver, and the two thin layers over it that old programs have: `mongoskin.db(url).collection("users")`, `mongojs(url).users`. */
export const mongodb: Library = {
  name: "mongodb",
  title: "MongoDB driver",
  modules: ["mongodb", "mongoskin", "mongojs"],
  takesCallbacks: true,
  exports: { MongoClient: { class: "MongoClient" }, default: { type: "Module" } },
  submodules: {
    mongoskin: gives("db", "SkinDb"),
    mongojs: { default: { call: { returns: "NamedCollections" } } },
  },
  types: {
    Module: { members: { MongoClient: { class: "MongoClient" } } },
    MongoClient: {
      place: true,
      builds: 0,
      members: {
        db: { call: { returns: "Db" } },
        connect: { call: { returns: "MongoClient" } },
        startSession: { call: { returns: "Session" } },
        withSession: { call: { callbacks: { 0: { parameters: ["Session"], runs: "once" } } } },
      },
      statics: { connect: { call: { returns: "MongoClient", builds: 0 } } },
    },
    Session: {
      members: { withTransaction: { call: { callbacks: { 0: { parameters: [""], runs: "once" } } } } },
    },
    ClientSession: { extends: "Session", members: {} },
    ...stored,
    Cursor: { extends: "FindCursor", members: {} },
    SkinDb: { extends: "Db", members: gives("collection bind", "SkinCollection") },
    SkinCollection: {
      extends: "Collection",
      members: {
        ...reads("findById findItems findEach", bulk),
        ...writes("updateById", "bulkWrite"),
        ...writes("removeById", "deleteMany({ _id: { $in: ids } })"),
      },
    },
    NamedCollections: {
      extends: "Db",
      members: {
        ...silent("close on once runCommand stats getCollectionNames"),
        "*": { type: "Collection" },
      },
    },
  },
  usualHolders: { names: ["collections"], holds: "Collection" },
  usualMethods: {
    names: [
      "findOne",
      "countDocuments",
      "estimatedDocumentCount",
      "findOneAndUpdate",
      "findOneAndDelete",
      "insertOne",
      "updateOne",
      "updateMany",
      "deleteOne",
      "deleteMany",
      "insertMany",
    ],
    type: "Collection",
    from: /mongo/i,
  },
  usualMethod: { name: "collection", gives: "Collection", from: /mongo/i },
  pool: [
    {
      kind: "pool",
      argument: 1,
      url: 0,
      source: "mongodb 7.9 lib/connection_string.js",
      properties: mongoLimits,
      since: [
        { package: "mongodb", major: 0, facts: 1 },
        { package: "mongodb", major: 3, facts: 2 },
        { package: "mongodb", major: 4, facts: 0 },
      ],
      unsupported: [],
    },
    {
      kind: "pool",
      argument: 1,
      url: 0,
      source: "mongodb 2.2 lib/url_parser.js",
      properties: oldMongoLimits,
      unsupported: [],
    },
    {
      kind: "pool",
      argument: 1,
      url: 0,
      source: "mongodb 3.7 lib/mongo_client.js, lib/cmap/connection_pool.js",
      properties: topologyLimits,
      unsupported: [],
    },
  ],
};
