// GraphQL: a field resolver runs once for each parent object, with no loop in sight.

// case: a GraphQL field resolver asks per parent
// file: posts.service.ts
import { PrismaClient } from "@prisma/client";
export class PostsService {
  constructor(private readonly prisma: PrismaClient) {}
  ofUser(userId: string) {
    return this.prisma.post.findMany({ where: { userId } });
  }
  settings() {
    return this.prisma.setting.findMany();
  }
}
// file: user.resolver.ts
import { Args, Parent, Query, ResolveField, Resolver } from "@nestjs/graphql";
import { PostsService } from "./posts.service";
@Resolver("User")
export class UserResolver {
  constructor(private readonly service: PostsService) {}
  @Query()
  user(@Args("id") id: string) {
    return this.service.ofUser(id);
  }
  @ResolveField()
  async posts(@Parent() user: { id: string }) {
    return this.service.ofUser(user.id); // expect: n-plus-one
  }
}

// case: a GraphQL field resolver behind a DataLoader
import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const posts = new DataLoader(async (ids: readonly string[]) => prisma.post.findMany({ where: { userId: { in: [...ids] } } }));
@Resolver("User")
export class UserResolver {
  @ResolveField()
  async posts(@Parent() user: { id: string }) {
    return posts.load(user.id);
  }
}

// case: a GraphQL field resolver whose findUnique travels with the others
import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
@Resolver("Post")
export class PostResolver {
  @ResolveField()
  async author(@Parent() post: { authorId: string }) {
    return prisma.user.findUnique({ where: { id: post.authorId } });
  }
}

// case: what is said of a page is asked for once, what is said of a row for each
import Redis from "ioredis";
const redis = new Redis({ commandTimeout: 1000 });
export const resolvers = {
  PageInfo: {
    async totalCount(pageInfo: { key: string }) {
      return redis.get(pageInfo.key);
    },
  },
  Item: {
    async count(item: { key: string }) {
      return redis.get(item.key); // expect: n-plus-one
    },
  },
};

// case: a resolver map that asks per parent
// file: resolvers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const resolvers = {
  Query: {
    users: () => prisma.user.findMany(),
    user: (_: unknown, { id }: { id: string }) => prisma.user.findFirst({ where: { id } }),
  },
  User: {
    posts: (user: { id: string }) => prisma.post.findMany({ where: { authorId: user.id } }), // expect: n-plus-one
    name: (user: { first: string }) => user.first,
  },
};

// case: a resolver map whose parent is taken apart in the parameter list
// file: resolvers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const resolvers = {
  User: {
    async posts({ id }: { id: string }, args: { take: number }) {
      const where = { authorId: id };
      return prisma.post.findMany({ where, take: args.take }); // expect: n-plus-one
    },
  },
};

// case: the fields of one type, by the name of its declared type
// file: team.ts
import type { TeamResolvers } from "./resolver-types";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const Team: TeamResolvers = {
  members: async (team) => {
    return prisma.member.findMany({ where: { teamId: team.id } }); // expect: n-plus-one
  },
};
export default Team;

// case: what a mutation answers has one parent
// file: payload.ts
import type { RenameTeamPayloadResolvers } from "./resolver-types";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const RenameTeamPayload: RenameTeamPayloadResolvers = {
  team: async ({ teamId }) => prisma.team.findFirst({ where: { id: teamId } }),
};
export default RenameTeamPayload;

// case: a root field that does not use its parent
// file: resolvers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const resolvers = {
  Viewer: {
    settings: (_parent: unknown, args: { id: string }) => prisma.setting.findMany({ where: { id: args.id } }),
  },
};

// case: a resolver map behind a DataLoader
// file: resolvers.ts
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const postsOf = new DataLoader(async (ids: readonly string[]) => prisma.post.findMany({ where: { authorId: { in: [...ids] } } }));
export const resolvers = {
  User: { posts: (user: { id: string }) => postsOf.load(user.id) },
};

// case: a field of graphql-js that asks per parent, through a model
// file: models.ts
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
export class Token extends Model {}
Token.init({ id: DataTypes.INTEGER }, { sequelize });
export class Account extends Model {
  declare id: number;
  isHost() {
    return Token.findOne({ where: { accountId: this.id } });
  }
}
// file: account.ts
import { GraphQLBoolean, GraphQLList, GraphQLObjectType, GraphQLString } from "graphql";
import { type Account, Token } from "./models";
export const AccountType = new GraphQLObjectType({
  name: "Account",
  fields: () => ({
    slug: { type: GraphQLString, resolve: (account: Account) => String(account.id) },
    tokens: {
      type: new GraphQLList(GraphQLString),
      async resolve(account: Account, args: { limit: number }) {
        return Token.findAll({ where: { accountId: account.id }, limit: args.limit }); // expect: n-plus-one
      },
    },
    isHost: {
      type: GraphQLBoolean,
      resolve(account: Account) {
        return account.isHost(); // expect: n-plus-one
      },
    },
  }),
});

// case: a field of graphql-js for what a subscription sends
// file: subscription.ts
import { GraphQLObjectType, GraphQLString } from "graphql";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const Subscription = new GraphQLObjectType({
  name: "Subscription",
  fields: {
    posted: {
      type: GraphQLString,
      subscribe: () => undefined,
      resolve: (event: { postId: string }) => prisma.post.findFirst({ where: { id: event.postId } }),
    },
  },
});

// case: fields of Pothos, with and without a query of its own
// file: user.ts
import SchemaBuilder from "@pothos/core";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const builder = new SchemaBuilder({});
builder.objectType("User", {
  fields: (t) => ({
    name: t.exposeString("name"),
    posts: t.field({
      type: ["String"],
      resolve: (user, args) => prisma.post.findMany({ where: { authorId: user.id } }), // expect: n-plus-one
    }),
    drafts: t.prismaField({
      type: ["Post"],
      resolve: (query, user) => prisma.post.findMany({ ...query, where: { draftOf: user.id } }), // expect: n-plus-one
    }),
  }),
});
builder.queryField("all", (t) => t.prismaField({ type: ["Post"], resolve: (query) => prisma.post.findMany({ ...query }) }));

// case: a field resolver of TypeGraphQL
// file: recipe.ts
import { FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Repository } from "typeorm";
class Rating {}
@Resolver("Recipe")
export class RecipeResolver {
  constructor(private readonly ratings: Repository<Rating>) {}
  @Query()
  all() {
    return this.ratings.find();
  }
  @FieldResolver()
  async average(@Root() recipe: { id: number }) {
    const rows = await this.ratings.find({ where: { recipeId: recipe.id } }); // expect: n-plus-one
    return rows.length;
  }
}

// case: a resolver that is a function declared beside the map
// file: resolvers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function postsOf(user: { id: string }) {
  return prisma.post.findMany({ where: { authorId: user.id } }); // expect: n-plus-one
}
export const resolvers = { User: { posts: postsOf } };

// case: a handler object that is no resolver
// file: handlers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const handlers = {
  User: {
    posts: (user: { id: string }) => prisma.post.findMany({ where: { authorId: user.id } }),
  },
};

// case: fields of an Apollo map that are imported one by one
// file: resolvers.js
const { orders } = require("./orders");
const author = require("./author");
const asked = require("./asked");
const ask = require("./ask");
import { posts } from "./posts";
import latest from "./latest";
import { users } from "./users";
module.exports = { Query: { users, ask }, User: { orders, author, posts, latest, ask: asked } };
// file: server.js
const { ApolloServer } = require("@apollo/server");
exports.server = new ApolloServer({ typeDefs: "", resolvers: require("./resolvers") });
// file: db.js
const { Pool } = require("pg");
exports.pool = new Pool({ connectionTimeoutMillis: 1000 });
// file: orders.js
const { pool } = require("./db");
exports.orders = async (user) => pool.query("SELECT * FROM orders WHERE user_id = $1", [user.id]); // expect: n-plus-one
exports.helper = async (user) => pool.query("SELECT * FROM orders WHERE user_id = $1", [user.id]);
// file: author.js
const { pool } = require("./db");
module.exports = async (post) => pool.query("SELECT * FROM users WHERE id = $1", [post.author]); // expect: n-plus-one
// file: posts.js
const { pool } = require("./db");
export async function posts(user) {
  return await pool.query("SELECT * FROM posts WHERE user_id = $1", [user.id]); // expect: n-plus-one
}
// file: latest.js
const { pool } = require("./db");
const latest = async ({ id }) => pool.query("SELECT * FROM posts WHERE user_id = $1 LIMIT 1", [id]); // expect: n-plus-one
export default latest;
// file: users.js
const { pool } = require("./db");
export const users = async (parent) => pool.query("SELECT * FROM users WHERE team = $1", [parent.team]);
// file: ask.js
const { pool } = require("./db");
module.exports = async (_, args) => pool.query("SELECT * FROM users WHERE id = $1", [args.id]);
// file: asked.js
const { pool } = require("./db");
module.exports = async (user) => pool.query("SELECT * FROM users WHERE id = $1", [user.id]); // expect: n-plus-one

// case: who asks is looked up again for each parent
import type { Pool } from "pg";
type Context = { pool: Pool; userId: string };
const whoAsks = async (context: Context) =>
  (await context.pool.query("SELECT id FROM users WHERE id = $1", [context.userId])).rows[0];
export const resolvers = {
  Query: { me: (_: unknown, __: unknown, context: Context) => whoAsks(context) },
  Note: {
    mine: async (note: { writer: string }, _: unknown, context: Context) => {
      const me = await whoAsks(context); // expect: n-plus-one
      return me.id === note.writer;
    },
    length: (note: { text: string }) => note.text.length,
  },
};

// case: what is answered has nothing of the parent, which may be but one
import type { Pool } from "pg";
type Context = { pool: Pool; userId: string };
export const resolvers = {
  Viewer: {
    settings: async (viewer: object, _: unknown, context: Context) =>
      (await context.pool.query("SELECT * FROM settings WHERE user_id = $1", [context.userId])).rows,
  },
};

// case: resolvers of one type that a function makes and that satisfy what is generated for it
// file: deps.ts
import type { PrismaClient } from "@prisma/client";
export type Deps = { prisma: PrismaClient; log: (text: string) => void };
// file: shelf.ts
import type { Deps } from "./deps";
import type { Resolvers } from "./resolver-types";
export const makeShelf = ({ prisma }: Pick<Deps, "prisma">) =>
  ({
    id: ({ dbId }) => `shelf:${dbId}`,
    books: ({ dbId }) => prisma.book.findMany({ where: { shelfId: dbId } }).then((rows) => rows.map((row) => row.id)), // expect: n-plus-one
  }) satisfies Resolvers["Shelf"];
export const makeQuery = ({ prisma }: Pick<Deps, "prisma">) =>
  ({
    shelves: (parent) => prisma.shelf.findMany({ where: { owner: parent.owner } }),
  }) satisfies Resolvers["Query"];
// file: reader.ts
import type { Deps } from "./deps";
import type { Resolvers, ReaderResolvers } from "./resolver-types";
export const reader: (deps: Deps) => Resolvers["Reader"] = ({ prisma }) => ({
  loans: (reader) => prisma.loan.count({ where: { readerId: reader.id } }), // expect: n-plus-one
});
export function makeReader({ prisma }: Deps): ReaderResolvers {
  return {
    fines: (reader) => prisma.fine.findMany({ where: { readerId: reader.id } }), // expect: n-plus-one
  };
}
// file: all.ts
import type { Deps } from "./deps";
export function createResolvers({ prisma }: Deps) {
  return {
    Query: { rooms: (_: unknown) => prisma.room.findMany() },
    Room: {
      seats: (room: { id: string }) => prisma.seat.findMany({ where: { roomId: room.id } }), // expect: n-plus-one
    },
  };
}

// case: a resolver hands a builder to the server
import knex from "knex";
const db = knex({ client: "pg" });
export const resolvers = {
  Order: {
    user: (order: { userId: string }) => db("users").where({ id: order.userId }).first(), // expect: n-plus-one
  },
};

// case: a field resolver of a class hands a builder to the server
import { FieldResolver, Resolver, Root } from "type-graphql";
import mongoose from "mongoose";
const User = mongoose.model("User", new mongoose.Schema({}));
@Resolver()
export class OrderResolver {
  @FieldResolver()
  user(@Root() order: { userId: string }) {
    return User.findById(order.userId).lean(); // expect: n-plus-one
  }
}

// case: a resolver that takes the whole request in one object is kept by its name, for a field of some root
import { schemaComposer } from "graphql-compose";
import { GraphQLString } from "graphql";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const save = async (args: { id: string }) => (await pool.query("SELECT * FROM rows WHERE id = $1", [args.id])).rows;
export function types(names: string[]) {
  for (const name of names) {
    const type = schemaComposer.createObjectTC(name);
    type.addResolver({
      name: `update_${name}`,
      type: "String",
      resolve: async ({ args, info }: { args: { id: string }; info: unknown }) => save(args),
    });
  }
}
export const fields = {
  owner: {
    type: GraphQLString,
    resolve: async ({ id }: { id: string }) => save({ id }), // expect: n-plus-one
  },
};

// case: a subgraph is asked for each of the things that another one names
import { buildSubgraphSchema } from "@apollo/subgraph";
import type DataLoader from "dataloader";
import type { PrismaClient } from "@prisma/client";
import { typeDefs } from "./types";
interface Context {
  prisma: PrismaClient;
  shops: DataLoader<string, { id: string }>;
}
export const schema = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Query: { offers: (_: unknown, _args: unknown, { prisma }: Context) => prisma.offer.findMany() },
    Offer: {
      __resolveReference: ({ id }: { id: string }, { prisma }: Context) => prisma.offer.findFirst({ where: { id } }), // expect: n-plus-one
    },
    Shop: {
      __resolveReference: ({ id }: { id: string }, { shops }: Context) => shops.load(id),
    },
  },
});

// case: apollo resolver maps by type imported
// file: resolvers/index.ts
import { User } from "./User";
import { Query } from "./Query";
import Post from "./Post";
export const resolvers = { Query, User, Post };
// file: resolvers/User.ts
import { prisma } from "../db";
export const User = {
  posts: (parent: { id: string }) => prisma.post.findMany({ where: { userId: parent.id } }), // expect: n-plus-one
};
// file: resolvers/Post.ts
import { prisma } from "../db";
export default {
  author: (post: { userId: string }) => prisma.user.findFirst({ where: { id: post.userId } }), // expect: n-plus-one
};
// file: resolvers/Query.ts
import { prisma } from "../db";
export const Query = { users: (_p: unknown, args: { team: string }) => prisma.user.findMany({ where: args }) };
// file: db.ts
import { PrismaClient } from "@prisma/client";
export const prisma = new PrismaClient();

// case: the current user is asked for by each field
import { Context, Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaClient } from "@prisma/client";
@Resolver("Doc")
export class DocResolver {
  private prisma = new PrismaClient();
  @ResolveField()
  async canEdit(@Parent() doc: { ownerId: string }, @Context() ctx: { userId: string }) {
    const me = await this.prisma.user.findFirst({ where: { id: ctx.userId } }); // expect: n-plus-one
    return me?.id === doc.ownerId;
  }
}

// case: resolvers that a schema is made of in place
import { makeExecutableSchema } from "@graphql-tools/schema";
import knex from "knex";
const db = knex({ client: "pg" });
export const schema = makeExecutableSchema({
  typeDefs: "",
  resolvers: {
    Query: { users: (_root: unknown, { team }: { team: string }) => db("users").where({ team }) },
    User: {
      posts: (user: { id: string }) => db("posts").where({ user_id: user.id }), // expect: n-plus-one
    },
  },
});

// case: fields of Pothos' roots, of what a mutation answers and of its errors have one parent
// file: builder.ts
import SchemaBuilder from "@pothos/core";
export const builder = new SchemaBuilder<{ Context: { db: unknown } }>({});
// file: database.ts
import { drizzle } from "drizzle-orm/node-postgres";
export const open = () => drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout
// file: accounts.ts
import { builder } from "./builder";
builder.queryFields((t) => ({
  accountByHandle: t.drizzleField({
    type: "Account",
    resolve: (query, root, { handle }, ctx) => ctx.db.query.accounts.findFirst(query({ where: { handle } })),
  }),
  accountByUrl: t.field({
    type: "Account",
    resolve: (parent, { url }, ctx) => ctx.db.query.accounts.findFirst({ where: { url, of: parent.id } }),
  }),
}));
builder.relayMutationField("follow", {}, { resolve: (_root, args) => args }, {
  outputFields: (t) => ({
    followee: t.field({
      type: "Account",
      resolve: (result, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: result.followeeId } }),
    }),
  }),
});
const Refused = builder.objectRef<{ ownerId: string }>("SignupErrors");
Refused.implement({
  fields: (t) => ({
    owner: t.field({
      type: "Account",
      resolve: (errors, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: errors.ownerId } }),
    }),
  }),
});
const Follow = builder.objectRef<{ followeeId: string }>("Follow");
Follow.implement({
  fields: (t) => ({
    followee: t.field({
      type: "Account",
      resolve: (follow, _, ctx) => ctx.db.query.accounts.findFirst({ where: { id: follow.followeeId } }), // expect: n-plus-one
    }),
  }),
});

// case: a file that exports a map of resolvers under no such name
// file: graphql/invoice.js
const invoices = require("../data/invoices");
module.exports = {
  Query: { invoice: (_, { id }, { db }) => invoices.get(db, id) },
  Invoice: { lines: (invoice, _, { db }) => invoices.lines(db, invoice.id) }, // expect: n-plus-one
  PayPayload: { invoice: ({ id }, _, { db }) => invoices.get(db, id) },
};
// file: data/invoices.js
exports.get = (db, id) => db("invoices").where({ id }).first();
exports.lines = (db, invoiceId) => db("lines").where({ invoice_id: invoiceId });
// file: index.js
const { ApolloServer } = require("@apollo/server");
const { startStandaloneServer } = require("@apollo/server/standalone");
const knex = require("knex")({ client: "pg", connection: process.env.DB });
const invoice = require("./graphql/invoice");
startStandaloneServer(new ApolloServer({ typeDefs: "", resolvers: [invoice] }), { context: async () => ({ db: knex }) });

// case: a field resolver of Nest, with and without a query of its own
import { Parent, Query, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaService } from "./prisma.service";
@Resolver("User")
export class UserResolver {
  constructor(private readonly prisma: PrismaService) {}
  @Query()
  users() {
    return this.prisma.user.findMany();
  }
  @ResolveField()
  posts(@Parent() user: { id: string }) {
    return this.prisma.post.findMany({ where: { authorId: user.id } }); // expect: n-plus-one
  }
  @ResolveField()
  label(@Parent() user: { name: string }) {
    return user.name;
  }
}
// file: prisma.service.ts
import { PrismaClient } from "@prisma/client";
export class PrismaService extends PrismaClient {}

// case: fields of Nexus, of any kind
// file: types.ts
import { objectType } from "nexus";
export const Album = objectType({
  name: "Album",
  definition(t) {
    t.id("id");
    t.nonNull.int("songs", {
      resolve: (album, _args, ctx) => ctx.prisma.song.count({ where: { album: album.id } }), // expect: n-plus-one
    });
  },
});
export const Query = objectType({
  name: "Query",
  definition(t) {
    t.nonNull.int("songs", { resolve: (_root, { album }, ctx) => ctx.prisma.song.count({ where: { album } }) });
  },
});
// file: context.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Context { prisma: PrismaClient }
export const createContext = (): Context => ({ prisma });
