import { sentence } from "../../words/sentence.ts";
import type { Library, Member } from "./library.ts";
import { gives, manyWrites, reads, silent, writes } from "./members.ts";

const bulk = sentence("{0}, or {1}", "find(Entity, { id: { $in: ids } })", "populate");

const populate = sentence("{0} in the query before the loop", "populate");

/** Members that load a relation, where it is not loaded yet. */
function keeping(names: string): Record<string, Member> {
  const load: Member = { call: { effect: "read", bulk: populate, keeps: true } };
  return Object.fromEntries(names.split(" ").map((name) => [name, load]));
}

const repository: Record<string, Member> = {
  ...reads(
    "find findOne findOneOrFail findAll findAndCount findByCursor count populate refresh refreshOrFail",
    bulk,
  ),
  ...writes("persistAndFlush removeAndFlush flush", sentence("one {0} after the loop", "flush()")),
  ...writes("insert nativeInsert", "insertMany(rows)"),
  ...writes("upsert", "upsertMany(rows)"),
  ...manyWrites("insertMany upsertMany nativeUpdate nativeDelete"),
  ...silent("persist remove create assign getReference map merge clear lock isInTransaction"),
  ...gives("createQueryBuilder qb createQB", "QueryBuilder"),
};

/** MikroORM. */
export const mikroOrm: Library = {
  name: "mikro-orm",
  title: "MikroORM",
  modules: ["@mikro-orm/*"],
  exports: {
    MikroORM: { class: "MikroORM" },
    EntityManager: { class: "EntityManager" },
    SqlEntityManager: { class: "EntityManager" },
    EntityRepository: { class: "EntityRepository" },
    BaseEntity: { class: "BaseEntity" },
    Collection: { class: "Collection" },
    Reference: { class: "Reference" },
    ...gives("wrap", "Wrapped"),
    ...gives("InjectRepository", "EntityRepository"),
    ...gives("InjectEntityManager", "EntityManager"),
  },
  types: {
    MikroORM: {
      members: { em: { type: "EntityManager" } },
      statics: { init: { call: { returns: "MikroORM" } }, initSync: { call: { returns: "MikroORM" } } },
    },
    EntityManager: {
      place: true,
      members: {
        ...repository,
        ...gives("fork getContext", "EntityManager"),
        ...gives("getRepository repo", "EntityRepository"),
        ...gives("getConnection getKysely", "Connection"),
        execute: { call: { sql: 0 } },
        transactional: { call: { callbacks: { 0: { parameters: ["EntityManager"], runs: "once" } } } },
      },
    },
    SqlEntityManager: { extends: "EntityManager", members: {} },
    EntityRepository: {
      place: true,
      members: {
        ...repository,
        getEntityManager: { call: { returns: "EntityManager" } },
        em: { type: "EntityManager" },
      },
    },
    BaseEntity: { members: silent("assign toObject toJSON") },
    Connection: { members: { execute: { call: { sql: 0 } } } },
    QueryBuilder: {
      runs: "read",
      members: {
        ...reads("getResult getResultList getSingleResult getCount getResultAndCount execute", bulk),
        ...silent("clone getQuery getParams getFormattedQuery as"),
        ...gives("insert update delete truncate", "WriteBuilder"),
        "*": { call: { returns: "QueryBuilder" } },
      },
    },
    WriteBuilder: {
      runs: "write",
      members: {
        ...manyWrites("execute run"),
        ...silent("getQuery getParams getFormattedQuery"),
        "*": { call: { returns: "WriteBuilder" } },
      },
    },
    Collection: {
      members: {
        ...reads("init loadCount matching", populate),
        ...keeping("loadItems load"),
      },
    },
    Reference: {
      members: keeping("load loadOrFail"),
    },
    Wrapped: {
      members: { ...keeping("init"), ...silent("assign toObject toJSON toPOJO isInitialized toReference") },
    },
  },
  aliases: { Ref: "Reference" },
  usualNames: [{ names: ["em"], type: "EntityManager" }],
};
