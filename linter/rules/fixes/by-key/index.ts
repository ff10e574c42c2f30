import type { CallFact, Value } from "../../../facts.ts";
import { mentions } from "../../../link/file/mentions.ts";
import type { Reach } from "../../../link/graph/reach.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Linked } from "../../rule.ts";
import { type Chain, chainOf } from "../../way/chain.ts";
import { isSteady, type Turn } from "../turn.ts";
import type { Asked, ByKey } from "./by-key.ts";
import { drizzleByKey } from "./drizzle.ts";
import { knexByKey } from "./knex.ts";
import { kyselyByKey } from "./kysely.ts";
import { mongodbByKey, mongooseByKey } from "./mongo.ts";
import { mysql2ByKey } from "./mysql2.ts";
import { pgByKey } from "./pg.ts";
import { postgresJsByKey } from "./postgres-js.ts";
import { prismaByKey } from "./prisma.ts";
import { redisByKey } from "./redis.ts";
import { sequelizeByKey } from "./sequelize.ts";
import { typeormByKey } from "./typeorm.ts";

const libraries: Record<string, (asked: Asked) => ByKey | undefined> = {
  prisma: prismaByKey,
  typeorm: typeormByKey,
  sequelize: sequelizeByKey,
  mongoose: mongooseByKey,
  mongodb: mongodbByKey,
  knex: knexByKey,
  objection: knexByKey,
  kysely: kyselyByKey,
  drizzle: drizzleByKey,
  pg: pgByKey,
  mysql2: mysql2ByKey,
  postgres: postgresJsByKey,
  redis: redisByKey,
  ioredis: redisByKey,
};

/** The query as one by a key that is another in each turn, while all else stays; undefined where it is not. */
export function byKeyOf(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  reach: Reach,
  turn: Turn,
): ByKey | undefined {
  const chain = opened(linked, file, chainOf(file, call), turn);
  if (turn.varies(chain.base)) return undefined;
  const found = libraries[reach.query.library.name]?.({ linked, file, call, chain, reach, turn });
  // `where: { id: { in: row.ids } }` is a condition, not a key, and so is a list.
  const isCondition = (at: Value) =>
    at.kind === "object" ||
    at.kind === "array" ||
    (at.kind === "member" && /(Ids|IDs|_ids|List)$/.test(at.name));
  return found === undefined || mentions(file, found.value, isCondition) ? undefined : found;
}

/**
 * `source.getRepository(User).findOneBy(…)`, `db.collection("users").findOne(…)`, `getDb().selectFrom(…)`: where the rows are is no part
 * of the question.
 */
function opened(linked: Linked, file: FileNode, { base, links }: Chain, turn: Turn): Chain {
  const [first, ...rest] = links;
  if (first === undefined || rest.length === 0) return { base, links };
  const { start, end, arguments: given, callee } = first.call;
  const isPlace = /^(getRepository|getMongoRepository|collection)$/.test(first.name);
  const opens = isPlace
    ? given.every(({ kind }) => kind === "name" || kind === "literal")
    : given.every((value) => isSteady(file, value, turn)) && isOfProject(linked, file, callee);
  return opens ? { base: { kind: "unknown", start, end }, links: rest } : { base, links };
}

/** A function of the project, which gives the client. */
function isOfProject(linked: Linked, file: FileNode, callee: Value): boolean {
  const entities = linked.evaluator.value(file, callee);
  return entities.length > 0 && entities.every(({ kind }) => kind === "function");
}
