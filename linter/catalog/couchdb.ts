import type { Library } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";

const keys = "{ keys: ids }";

/** CouchDB by its own client. */
export const nano: Library = {
  name: "nano",
  title: "nano (CouchDB)",
  modules: ["nano", "@budibase/nano"],
  exports: { default: { call: { returns: "ServerScope" } } },
  types: {
    ServerScope: {
      place: true,
      members: {
        ...gives("use scope", "DocumentScope"),
        db: { type: "DatabaseScope" },
        ...silent("request relax dinosaur auth session updates info uuids"),
      },
    },
    DatabaseScope: {
      members: {
        ...gives("use scope", "DocumentScope"),
        ...silent(
          "create destroy compact replicate replication changes changesAsStream follow info list get",
        ),
      },
    },
    DocumentScope: {
      place: true,
      members: {
        ...reads("get head", `fetch(${keys})`),
        ...reads("view partitionedView", keys),
        ...reads("find list search partitionedFind partitionedList partitionedSearch"),
        ...reads("fetch fetchRevs"),
        ...writes("insert destroy", "bulk({ docs })"),
        ...manyWrites("bulk"),
        ...silent(
          "createIndex info changes changesAsStream follow compact replicate atomic updateWithHandler",
        ),
      },
    },
  },
};

/** CouchDB by PouchDB. */
export const pouchdb: Library = {
  name: "pouchdb",
  title: "PouchDB",
  modules: ["pouchdb", "pouchdb-core", "pouchdb-node", "pouchdb-http"],
  exports: { default: { class: "Database" } },
  globals: { PouchDB: { class: "Database" } },
  types: {
    Database: {
      place: true,
      members: {
        ...reads("get", `allDocs(${keys})`),
        ...reads("query", keys),
        ...reads("find allDocs bulkGet"),
        ...writes("put post remove", "bulkDocs(docs)"),
        ...manyWrites("bulkDocs"),
        ...silent("info changes sync replicate compact close destroy createIndex on once"),
      },
    },
  },
};
