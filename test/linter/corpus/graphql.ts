// GraphQL: a field resolver runs once for each parent object, with no loop in sight.

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
