// Relations that are loaded row by row (lazy, populated, by reference), and such as came with the rows.

// case: references and collections of MikroORM
import { Collection, type EntityManager, type Ref } from "@mikro-orm/core";
class Author {
  name!: string;
}
class Tag {
  name!: string;
}
class Book {
  author!: Ref<Author>;
  tags = new Collection<Tag>(this);
}
export async function report(em: EntityManager) {
  const books = await em.find(Book, {});
  for (const book of books) {
    await book.author.load(); // expect: n-plus-one
    await book.tags.loadItems(); // expect: n-plus-one
    for (const tag of book.tags.getItems()) console.log(tag.name);
  }
}

// case: a row of sequelize-typescript asks for what belongs to it
import { Column, Model, Table } from "sequelize-typescript";
@Table
export class Ticket extends Model {
  @Column declare subject: string;
}
export async function board() {
  const tickets = await Ticket.findAll({ include: ["agent"] });
  for (const ticket of tickets) console.log(await ticket.$get("agent")); // expect: n-plus-one
  for (const ticket of tickets) console.log(await ticket.$count("comments")); // expect: n-plus-one
  return tickets.map((ticket) => ticket.subject);
}

// case: a lazy association of Sequelize
import { type HasManyGetAssociationsMixin, Model } from "sequelize";
class Post extends Model {}
export class User extends Model {
  declare getPosts: HasManyGetAssociationsMixin<Post>;
}
export async function all() {
  const users: User[] = await User.findAll();
  for (const user of users) await user.getPosts(); // expect: n-plus-one
}

// case: a lazy relation of Objection
import { Model } from "objection";
class Person extends Model {}
export async function load() {
  const persons = await Person.query();
  for (const person of persons) await person.$relatedQuery("pets"); // expect: n-plus-one
}

// case: a lazy relation of TypeORM, awaited for each row and for one
// file: entities.ts
import { Column, Entity, ManyToOne, OneToMany } from "typeorm";
@Entity()
export class Post {
  @Column() title!: string;
  @ManyToOne(() => User) author!: Promise<User>;
}
@Entity()
export class User {
  @Column() name!: string;
  @OneToMany(() => Post, (post) => post.author) posts!: Promise<Post[]>;
  waiting!: Promise<string>;
}
// file: main.ts
import type { Repository } from "typeorm";
import { User, type Post } from "./entities";
export async function report(users: Repository<User>, newest: Post) {
  const rows = await users.find();
  for (const user of rows) {
    const posts = await user.posts; // expect: n-plus-one
    console.log(posts.length, await user.waiting);
  }
  for (const user of rows) for (const post of await user.posts) console.log(post.title); // expect: n-plus-one
  const author = await newest.author;
  return author.name;
}
export const names = (posts: Post[]) => Promise.all(posts.map(async (post) => (await post.author).name)); // expect: n-plus-one

// case: a relation of TypeORM that comes with the rows
// file: entities.ts
import { Column, Entity, OneToMany } from "typeorm";
@Entity()
export class Post {
  @Column() title!: string;
}
@Entity()
export class User {
  @OneToMany(() => Post, () => undefined) posts!: Post[];
}
// file: main.ts
import type { Repository } from "typeorm";
import { User } from "./entities";
export async function report(users: Repository<User>) {
  for (const user of await users.find({ relations: { posts: true } })) console.log(user.posts.length);
}

// case: an entity of MikroORM is loaded through its wrapper, and a method of Mongoose finds its model on the document
import { type Loaded, wrap } from "@mikro-orm/core";
import mongoose from "mongoose";
export async function owners(cars: { owner: object }[]) {
  for (const { owner } of cars) await wrap(owner).init(); // expect: n-plus-one
  return cars.map(({ owner }) => wrap(owner).toObject());
}
const schema = new mongoose.Schema({ team: String });
schema.methods.mates = function () {
  return this.model("Account").find({ team: this.team });
};
const Account = mongoose.model("Account", schema);
export async function teams() {
  const accounts = await Account.find();
  return Promise.all(accounts.map((account) => account.mates())); // expect: n-plus-one
}

// case: Objection with related in a loop, and with graph
import { Model } from "objection";
class Person extends Model {}
export async function load() {
  const people = await Person.query().withGraphFetched("pets");
  for (const person of people) await person.$relatedQuery("pets"); // expect: n-plus-one
}

// case: a row that is asked to fill itself is a query
const mongoose = require("mongoose");
const Order = mongoose.model("Order", new mongoose.Schema({}));
exports.fill = async (rows) => {
  for (const row of rows) await row.populate({ path: "owner", select: "name" }); // expect: n-plus-one
  await Order.populate(rows, { path: "owner" });
  for (const row of rows) await row.populate("owner").execPopulate(); // expect: n-plus-one
};

// case: a lazy relation that came with the rows asks nothing
// file: team.ts
import { Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";
@Entity()
export class Team {
  @PrimaryGeneratedColumn() id!: number;
  @OneToMany(() => Player, (player) => player.team) players!: Promise<Player[]>;
}
@Entity()
export class Player {
  @PrimaryGeneratedColumn() id!: number;
  @ManyToOne(() => Team, (team) => team.players) team!: Promise<Team>;
}
// file: teams.ts
import { DataSource } from "typeorm";
import { Player, Team } from "./team";
export async function sizes(source: DataSource) {
  const out = [];
  for (const team of await source.getRepository(Team).find({ relations: { players: true } })) out.push((await team.players).length);
  const players = await source.getRepository(Player).find({ relations: ["team"] });
  for (const player of players) out.push((await player.team).id);
  const joined = await source.getRepository(Team).createQueryBuilder("team").leftJoinAndSelect("team.players", "player").getMany();
  for (const team of joined) out.push((await team.players).length);
  for (const team of await source.getRepository(Team).find()) out.push((await team.players).length); // expect: n-plus-one
  return out;
}

// case: a relation that a builder loads for one row after the other
import { DataSource } from "typeorm";
export async function books(source: DataSource, authors: { id: number }[]) {
  const out = [];
  for (const author of authors) out.push(await source.createQueryBuilder().relation("Author", "books").of(author).loadMany()); // expect: n-plus-one
  return out;
}

// case: a relation that the first turn loads and what it belongs to keeps
import { type Collection, type EntityManager, Entity, ManyToOne } from "@mikro-orm/core";
@Entity()
export class User {
  posts!: Collection<object>;
}
@Entity()
export class Follower {
  @ManyToOne() owner!: User;
  async tell(user: User) {
    await user.posts.loadItems();
  }
  async tellOwner() {
    await this.owner.posts.loadItems();
  }
}
export async function tellAll(em: EntityManager, user: User) {
  const followers = await em.find(Follower, {});
  for (const follower of followers) await follower.tell(user);
  for (const follower of followers) await follower.tellOwner(); // expect: n-plus-one
  for (const follower of followers) await follower.owner.posts.loadItems(); // expect: n-plus-one
}
