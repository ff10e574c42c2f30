import type { Library, Member } from "./library.ts";
import { gives, manyWrites, reads, writes } from "./members.ts";

const bulk = "findMany({ where: { ‹id›: { $in: ids } } })";

const asking: Record<string, Member> = {
  ...reads("findOne findFirst", bulk),
  ...reads("findMany findPage findWithCount find search load loadPages", bulk),
  ...reads("count countSearch"),
  ...writes("create", "createMany"),
  ...writes("update", "updateMany"),
  ...writes("delete", "deleteMany"),
  ...manyWrites("createMany updateMany deleteMany"),
};

/** Strapi, whose programs ask by way of the global `strapi` or one that they are passed. */
export const strapi: Library = {
  name: "strapi",
  title: "Strapi",
  modules: ["@strapi/strapi", "@strapi/types", "@strapi/core", "strapi"],
  exports: {},
  globals: { strapi: { type: "Strapi" } },
  types: {
    Strapi: {
      members: {
        ...gives("query", "Query"),
        ...gives("documents", "Documents"),
        db: { type: "Database" },
        entityService: { type: "EntityService" },
      },
    },
    Database: { members: gives("query", "Query") },
    Query: { place: true, members: asking },
    EntityService: { members: asking },
    Documents: {
      place: true,
      members: { ...asking, ...writes("publish unpublish discardDraft clone") },
    },
  },
  aliases: { LoadedStrapi: "Strapi" },
  usualNames: [{ names: ["strapi"], type: "Strapi", distinctive: true }],
};
