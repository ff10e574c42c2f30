import { lastName } from "../../../value-parts.ts";
import { renamed } from "../changes.ts";
import { instead } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, type ByKey, byKey } from "./by-key.ts";

/** What asks for many, by what asks for one. */
const many: Record<string, string> = { get: "mget", hget: "hmget" };

/** `redis.get(key)` of ioredis and node-redis, and `redis.hget(hash, field)` of ioredis. */
export function redisByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn, reach, linked } = asked;
  const [link] = chain.links;
  const name = many[link?.name ?? ""];
  if (link === undefined || name === undefined || chain.links.length !== 1) return undefined;
  const [value, ...before] = link.call.arguments.toReversed();
  if (value === undefined || before.length !== (name === "hmget" ? 1 : 0)) return undefined;
  if (!turn.varies(value) || !isPure(file, value) || value.kind === "object") return undefined;
  if (!before.every((one) => isSteady(file, one, turn) && lastName(one) !== "undefined")) return undefined;
  // By a usual name alone it may be a client of either library.
  const { library, sure } = reach.query;
  if (!sure || (library.name === "redis" && (linked.project.majorOf(file, "redis") ?? 4) < 4))
    return undefined;
  // The keys of one command have to be on one node of a cluster.
  if (linked.project.usersOf(library.name).some(({ source }) => clusters.test(source))) return undefined;
  const called = library.name === "redis" && name === "mget" ? "mGet" : name;
  return byKey(asked, { key: "key", value }, (keys) => [renamed(link, called), instead(file, value, keys)], {
    of: "value",
    missing: " ?? null",
    compares: "same",
    inOrder: true,
    needsKeys: true,
  });
}

const clusters = /\b(?:Cluster|createCluster|RedisCluster\w*)\b/;
