import type { Library } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";
import { mongoLimits } from "./mongoose.ts";

const bulk = "find({ _id: { $in: ids } })";

/** The MongoDB driver. */
export const mongodb: Library = {
  name: "mongodb",
  title: "MongoDB driver",
  modules: ["mongodb"],
  exports: { MongoClient: { class: "MongoClient" }, default: { type: "Module" } },
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
    Db: {
      place: true,
      members: {
        ...gives("collection", "Collection"),
        ...reads("command"),
        ...silent("createCollection admin"),
      },
    },
    Collection: {
      place: true,
      members: {
        ...reads("findOne countDocuments estimatedDocumentCount distinct count", bulk),
        ...gives("find aggregate", "Cursor"),
        ...writes("insertOne", "insertMany(docs)"),
        ...writes("updateOne replaceOne findOneAndUpdate findOneAndReplace", "bulkWrite"),
        ...writes("deleteOne findOneAndDelete", "deleteMany({ _id: { $in: ids } })"),
        ...manyWrites("insertMany updateMany deleteMany bulkWrite"),
        ...silent("createIndex createIndexes watch initializeUnorderedBulkOp initializeOrderedBulkOp"),
      },
    },
    Cursor: {
      members: {
        ...reads("toArray", bulk),
        ...silent("next hasNext tryNext forEach close stream"),
        "*": { call: { returns: "Cursor" } },
      },
    },
    FindCursor: { extends: "Cursor", members: {} },
  },
  usualHolders: { names: ["collections"], holds: "Collection" },
  pool: [
    {
      kind: "pool",
      argument: 1,
      url: 0,
      source: "mongodb 7.8 lib/connection_string.js",
      properties: mongoLimits,
      unsupported: [],
    },
  ],
};
