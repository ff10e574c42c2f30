import { sentence } from "../../words/sentence.ts";
import type { Library, Member } from "./library.ts";
import { gives, manyWrites, reads, silent, writes, writesItself } from "./members.ts";
import { mongoLimits, oldMongoLimits, stored, topologyLimits } from "./mongodb.ts";

const bulk = sentence("{0}, or {1}", "find({ ‹_id›: { $in: ids } })", "populate");
const populated = sentence("{0} in the query before the loop", "populate");
const reading: Member = { call: { returns: "Query", bulk } };

const queries = (names: string, member: Member) =>
  Object.fromEntries(names.split(" ").map((name) => [name, member]));

const model: Record<string, Member> = {
  ...queries("find findOne findById where exists", reading),
  ...queries("distinct countDocuments count estimatedDocumentCount", {
    call: { returns: "Query", bulk: sentence("one aggregate with {0}", "$group") },
  }),
  aggregate: {
    call: { returns: "Query", bulk: sentence("one aggregate with {0}", "$match: { ‹_id›: { $in: ids } }") },
  },
  ...reads("populate execPopulate", populated),
  ...queries("findOneAndUpdate findByIdAndUpdate findOneAndReplace replaceOne updateOne", {
    call: { returns: "WriteQuery", bulk: "bulkWrite" },
  }),
  ...queries("findOneAndDelete findByIdAndDelete findByIdAndRemove findOneAndRemove deleteOne remove", {
    call: { returns: "WriteQuery", bulk: "deleteMany({ ‹_id›: { $in: ids } })" },
  }),
  ...writes("create", "insertMany(docs)"),
  ...manyWrites("insertMany bulkWrite bulkSave"),
  ...queries("updateMany deleteMany", { call: { returns: "ManyWrites", many: true } }),
  ...silent("hydrate watch syncIndexes createIndexes schema"),
  // In a static function: another model of its connection, the connection, and the driver's collection behind the model.
  ...gives("discriminator model", "ModelClass"),
  db: { type: "Connection" },
  collection: { type: "Collection" },
};

/** Mongoose, also through @nestjs/mongoose. */
export const mongoose: Library = {
  name: "mongoose",
  title: "Mongoose",
  modules: ["mongoose", "@nestjs/mongoose"],
  takesCallbacks: true,
  usualHolders: { names: ["models", "Models"], holds: "ModelClass" },
  usualMethods: {
    names: [
      "findOne",
      "findById",
      "countDocuments",
      "estimatedDocumentCount",
      "findOneAndUpdate",
      "findByIdAndUpdate",
      "findOneAndDelete",
      "findByIdAndDelete",
      "updateOne",
      "updateMany",
      "deleteOne",
      "deleteMany",
      "insertMany",
    ],
    type: "ModelClass",
    ofRows: { names: ["populate", "execPopulate"], type: "Document" },
    base: /mongoose/i,
    from: /mongo/i,
  },
  exports: {
    ...gives("model InjectModel", "ModelClass"),
    ...gives("InjectConnection", "Connection"),
    Model: { class: "ModelClass" },
    Schema: {},
    connect: { call: { builds: 0 } },
    createConnection: { call: { returns: "Connection", builds: 0 } },
    connection: { type: "Connection" },
    MongooseModule: { type: "NestModule" },
    default: { type: "Connection" },
  },
  types: {
    NestModule: { members: { forRoot: { call: { builds: 0 } }, forRootAsync: { call: { builds: 1 } } } },
    Connection: {
      place: true,
      members: {
        ...gives("model", "ModelClass"),
        models: { type: "Models" },
        connect: { call: { builds: 0 } },
        createConnection: { call: { returns: "Connection", builds: 0 } },
        // The same connection, to another database of its server.
        ...gives("useDb", "Connection"),
        startSession: {},
        connection: { type: "Connection" },
        // The driver's own, behind the models.
        db: { type: "Db" },
        ...gives("collection", "Collection"),
        transaction: { call: { callbacks: { 0: { parameters: [""], runs: "once" } } } },
      },
    },
    ...stored,
    Models: { members: { "*": { type: "ModelClass" } } },
    Model: { extends: "ModelClass", members: {} },
    ModelClass: { place: true, members: model, statics: model, instances: "Document", added: "statics" },
    Document: {
      added: "methods",
      members: {
        ...writes("save", "bulkSave(docs)"),
        ...writes("deleteOne remove", "deleteMany({ ‹_id›: { $in: ids } })"),
        ...writesItself("updateOne", "updateMany({ _id: { $in: ids } }, values)"),
        ...reads("populate execPopulate", populated),
        ...gives("model", "ModelClass"),
        db: { type: "Connection" },
        collection: { type: "Collection" },
      },
    },
    HydratedDocument: { extends: "Document", members: {} },
    Query: {
      runs: "read",
      rowByRow: true,
      element: "Document",
      members: {
        ...reads("exec explain", bulk),
        ...gives("cursor stream", "Cursor"),
        save: { call: { effect: "write" } },
        ...silent("forEach map filter reduce some every push length toObject toJSON"),
        ...queries(
          "sort limit skip select lean populate where equals in nin or and hint session distinct count countDocuments match group project lookup unwind addFields facet allowDiskUse orFail then catch finally maxTimeMS collation read setOptions cacheQuery gte gt lt lte ne exists elemMatch find findOne",
          reading,
        ),
        ...queries("updateOne updateMany deleteOne deleteMany", { call: { returns: "WriteQuery" } }),
      },
    },
    WriteQuery: {
      runs: "write",
      members: {
        ...writes("exec"),
        ...queries("lean populate select session where sort orFail then catch finally setOptions upsert", {
          call: { returns: "WriteQuery" },
        }),
        save: { call: { effect: "write" } },
      },
    },
    ManyWrites: {
      runs: "write",
      members: {
        ...manyWrites("exec"),
        ...gives("session where setOptions then catch finally", "ManyWrites"),
      },
    },
    Cursor: {
      rowByRow: true,
      members: { eachAsync: { call: { callbacks: { 0: { parameters: ["Document"], runs: "once" } } } } },
    },
  },
  pool: [
    {
      kind: "pool",
      driver: "mongodb",
      argument: 1,
      url: 0,
      source: "mongodb 7.9 lib/connection_string.js (Mongoose 9.12 passes its options on)",
      properties: mongoLimits,
      since: [
        { package: "mongoose", major: 0, facts: 2 },
        { package: "mongoose", major: 5, facts: 3 },
        { package: "mongoose", major: 6, facts: 0 },
      ],
      unsupported: [],
    },
    {
      kind: "pool",
      driver: "mongodb",
      argument: 0,
      urlProperties: ["uri"],
      source: "mongodb 7.9 lib/connection_string.js (Nest hands the options of its factory on)",
      properties: mongoLimits,
      unsupported: [],
    },
    {
      kind: "pool",
      driver: "mongodb",
      argument: 1,
      url: 0,
      source: "mongodb 2.2 lib/url_parser.js (Mongoose 4.13 passes its options on)",
      properties: oldMongoLimits,
      unsupported: [],
    },
    {
      kind: "pool",
      driver: "mongodb",
      argument: 1,
      url: 0,
      source:
        "mongodb 3.7 lib/mongo_client.js, lib/cmap/connection_pool.js (Mongoose 5.13 passes its options on)",
      properties: topologyLimits,
      unsupported: [],
    },
  ],
};
