import { escaped } from "../text.ts";
import { bookshelf } from "./bookshelf.ts";
import { bullmq } from "./bullmq.ts";
import { nano, pouchdb } from "./couchdb.ts";
import { drizzle } from "./drizzle.ts";
import { dynamodb } from "./dynamodb.ts";
import { elasticsearch } from "./elasticsearch.ts";
import { feathers } from "./feathers.ts";
import { firestore } from "./firestore.ts";
import { axios, got, nodeFetch, nodeFetchPackage, request, undici } from "./http.ts";
import { knex, objection } from "./knex.ts";
import { kysely } from "./kysely.ts";
import type { Library, LibraryType, Member } from "./library.ts";
import { mariadb } from "./mariadb.ts";
import { mikroOrm } from "./mikro-orm.ts";
import { mongodb } from "./mongodb.ts";
import { mongoose } from "./mongoose.ts";
import { monk } from "./monk.ts";
import { mysql, mysql2 } from "./mysql2.ts";
import { pg } from "./pg.ts";
import { pgPromise } from "./pg-promise.ts";
import { pgtyped } from "./pgtyped.ts";
import { planetscale } from "./planetscale.ts";
import { postgresJs } from "./postgres-js.ts";
import { prisma } from "./prisma.ts";
import { ioredis, redis, upstash } from "./redis.ts";
import { sequelize } from "./sequelize.ts";
import { slonik } from "./slonik.ts";
import { sqlText } from "./sql-text.ts";
import { strapi } from "./strapi.ts";
import { supabase } from "./supabase.ts";
import { tableModel } from "./table-model.ts";
import { typeorm } from "./typeorm.ts";

/** Every library that the linter knows. */
export const libraries: readonly Library[] = [
  prisma,
  pg,
  mysql2,
  mysql,
  mariadb,
  postgresJs,
  pgPromise,
  slonik,
  pgtyped,
  planetscale,
  typeorm,
  sequelize,
  knex,
  objection,
  bookshelf,
  drizzle,
  kysely,
  mikroOrm,
  mongoose,
  mongodb,
  monk,
  ioredis,
  redis,
  upstash,
  bullmq,
  supabase,
  feathers,
  firestore,
  dynamodb,
  elasticsearch,
  nano,
  pouchdb,
  strapi,
  tableModel,
  sqlText,
  axios,
  got,
  request,
  undici,
  nodeFetchPackage,
  nodeFetch,
];

/** The library that a module specifier belongs to. */
export function libraryOfModule(module: string): Library | undefined {
  const known = byModule.get(module);
  if (known !== undefined) return known;
  return patterns.find(({ test }) => test.test(module))?.library;
}

/** What a name without an import is, where a library gives it: `fetch`, `globalThis.fetch`, `global.fetch`. */
export function globalOf(name: string): { library: Library; member: Member } | undefined {
  return byGlobal.get(name.replace(/^global(This)?\./, ""));
}

/** The library whose generated code exports this name. */
export function libraryOfName(name: string): Library | undefined {
  return byNameAnywhere.get(name);
}

/** A member of a library's type, of one it extends, or its "*". */
export function memberOfType(library: Library, type: string, name: string): Member | undefined {
  const named = (wanted: string) => search(library, type, (t) => own(t.members, wanted));
  const plain = withoutPromise(name);
  return named(name) ?? (plain === name ? undefined : named(plain)) ?? named("*");
}

const twin = "Async";

/** bluebird's `promisifyAll` gives every method a twin that gives a promise: `client.getAsync(key)`. */
function withoutPromise(name: string): string {
  return name.length > twin.length && name.endsWith(twin) ? name.slice(0, -twin.length) : name;
}

export function staticOfType(library: Library, type: string, name: string): Member | undefined {
  const named = (wanted: string) => search(library, type, (t) => t.statics && own(t.statics, wanted));
  const plain = withoutPromise(name);
  return named(name) ?? (plain === name ? undefined : named(plain));
}

/** The first answer that the type or one it extends gives. */
export function search<T>(
  library: Library,
  type: string,
  ask: (type: LibraryType) => T | undefined,
): T | undefined {
  for (let name: string | undefined = type, hops = 0; name !== undefined && hops < 8; hops++) {
    const found: LibraryType | undefined = own(library.types, name);
    if (found === undefined) return undefined;
    const answer = ask(found);
    if (answer !== undefined) return answer;
    name = found.extends;
  }
  return undefined;
}

/** Names come from people's code: `constructor` and `toString` are no members of ours. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

// Where two libraries give the same name it is that of the first.
const byGlobal = new Map(
  libraries
    .toReversed()
    .flatMap((library) =>
      Object.entries(library.globals ?? {}).map(([name, member]) => [name, { library, member }]),
    ),
);

const byNameAnywhere = new Map(
  libraries.toReversed().flatMap((library) => (library.anywhere ?? []).map((name) => [name, library])),
);

const byModule = new Map(
  libraries.flatMap((library) => library.modules.filter((m) => !m.includes("*")).map((m) => [m, library])),
);

const patterns = libraries.flatMap((library) =>
  library.modules
    .filter((module) => module.includes("*"))
    .map((module) => ({ library, test: new RegExp(`^${module.split("*").map(escaped).join(".*")}$`) })),
);
