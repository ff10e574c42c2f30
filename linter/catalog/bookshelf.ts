import type { Library, Member } from "./library.ts";
import { gives, reads, silent, writes } from "./members.ts";

const many = "where('‹id›', 'IN', ids).fetchAll()";

/** What a model asks, and its class without an instance of its own. */
const asking: Record<string, Member> = {
  ...reads("fetch fetchPage", many),
  ...reads("fetchAll count", "whereIn(…), once"),
  ...gives("where query orderBy andWhere orWhere", "Model"),
  ...silent("hasOne hasMany belongsTo belongsToMany morphOne morphMany morphTo through"),
};

/**
 * What a base model gives all models: that of `bookshelf-modelbase`, and those that projects write themselves, go by the same names.
 */
const ofBaseModel: Record<string, Member> = {
  ...reads("findOne findById", many),
  ...reads("findAll findPage", "whereIn(…), once"),
  ...writes("create upsert add edit"),
};

/** Bookshelf, models over Knex: its relations are methods that give a model or a collection to ask. */
export const bookshelf: Library = {
  name: "bookshelf",
  title: "Bookshelf",
  modules: ["bookshelf"],
  exports: { default: { call: { returns: "Bookshelf" } } },
  types: {
    Bookshelf: {
      members: {
        Model: { class: "Model" },
        Collection: { class: "Collection" },
        model: { call: { returns: "ModelClass", joins: 2 } },
        transaction: { call: { callbacks: { 0: { parameters: [""], runs: "once" } } } },
        ...silent("plugin"),
      },
    },
    ModelClass: {
      place: true,
      members: {
        ...asking,
        ...ofBaseModel,
        ...gives("forge", "Model"),
        extend: { call: { returns: "ModelClass", joins: 1 } },
      },
      instances: "Model",
    },
    Model: {
      members: {
        ...asking,
        ...reads("load", "fetchAll({ withRelated })"),
        ...reads("refresh", many),
        ...writes("save"),
        ...writes("destroy", "where('‹id›', 'IN', ids).destroy()"),
        ...gives("related", "Collection"),
        ...gives("clone", "Model"),
        ...silent("get set has unset toJSON serialize isNew hasChanged previous trigger on off"),
      },
      statics: {
        ...asking,
        ...ofBaseModel,
        ...gives("forge", "Model"),
        extend: { call: { returns: "ModelClass", joins: 1 } },
        collection: { call: { returns: "Collection" } },
      },
    },
    Collection: {
      element: "Model",
      members: {
        ...reads("fetch fetchOne count load", "fetchAll({ withRelated })"),
        ...gives("query where orderBy", "Collection"),
        ...writes("create attach detach updatePivot invokeThen"),
        ...silent("toArray toJSON serialize pluck map forEach each filter find reduce at first last add"),
      },
    },
  },
};
