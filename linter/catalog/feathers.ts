import type { Library } from "./library.ts";
import { reads, silent, writes } from "./members.ts";

/** Feathers, whose services ask a database through an adapter, all with the same methods. */
export const feathers: Library = {
  name: "feathers",
  title: "Feathers",
  modules: [
    "@feathersjs/knex",
    "@feathersjs/mongodb",
    "feathers-knex",
    "feathers-mongodb",
    "feathers-mongoose",
    "feathers-objection",
    "feathers-prisma",
    "feathers-sequelize",
  ],
  exports: {
    // `createService({ Model })`; older ones are a function alone, newer ones have a class beside it.
    default: { call: { returns: "Service" }, class: "Service" },
    Service: { class: "Service" },
    KnexService: { class: "Service" },
    MongoDBService: { class: "Service" },
    MongooseService: { class: "Service" },
    ObjectionService: { class: "Service" },
    PrismaService: { class: "Service" },
    SequelizeService: { class: "Service" },
  },
  // `app.service(path)` of which nothing is known but that the program asks its databases through such adapters.
  usualMethod: { name: "service", gives: "Service", from: /feathers/i },
  types: {
    Service: {
      place: true,
      members: {
        ...reads("get _get", "find({ query: { id: { $in: ids } } })"),
        ...reads("find _find", "find({ query: { id: { $in: ids } } })"),
        ...writes("create _create", "create(rows)"),
        ...writes("update _update patch _patch remove _remove"),
        ...silent("hooks on once off emit publish setup teardown"),
      },
    },
  },
};
