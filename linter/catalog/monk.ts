import { sentence } from "../../words/sentence.ts";
import type { Library } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";

const bulk = "find({ ‹_id›: { $in: ids } })";

/** Monk, a thin layer over the MongoDB driver: `monk(url).get("users")` is a collection, and `find` gives its rows. */
export const monk: Library = {
  name: "monk",
  title: "Monk",
  modules: ["monk"],
  exports: { default: { call: { returns: "Manager" } } },
  types: {
    Manager: {
      place: true,
      members: {
        ...gives("get create", "Collection"),
        ...silent("close then catch addMiddleware listCollections"),
      },
    },
    Collection: {
      place: true,
      members: {
        ...reads("find findOne", bulk),
        ...reads("count distinct", sentence("one aggregate with {0}", "$group")),
        ...reads("aggregate group mapReduce geoHaystackSearch geoNear"),
        ...writes("insert", "insert(docs)"),
        ...writes("update findOneAndUpdate", "bulkWrite"),
        ...writes("remove findOneAndDelete", "remove({ ‹_id›: { $in: ids } })"),
        ...manyWrites("bulkWrite"),
        ...silent("createIndex dropIndex dropIndexes indexes ensureIndex drop stats"),
      },
    },
  },
  aliases: { IMonkManager: "Manager", ICollection: "Collection" },
};
