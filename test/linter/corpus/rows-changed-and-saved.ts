// Rows that a query gave, and that a loop changes and saves: one statement can do it where all are given the same.

// case: rows of Sequelize that are all given the same
import { Model, Sequelize } from "sequelize";
class Item extends Model {
  declare status: string;
  declare seenAt: Date;
}
Item.init({}, { sequelize: new Sequelize("postgres://db") });
export async function close(team: string, status: string) {
  const rows = await Item.findAll({ where: { team } });
  for (const row of rows) {
    row.status = "closed";
    row.seenAt = new Date();
    await row.save(); // expect: write-in-loop
  }
  for (const row of rows) {
    if (row.status !== "open") {
      row.set("status", "closed");
      await row.save(); // expect: write-in-loop
    }
  }
  for (const row of rows) await row.set({ status }).save();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    row.status = status;
    await row.save(); // expect: write-in-loop
  }
  for (const row of rows) await row.update({ status: "closed" }); // expect: write-in-loop
  await Promise.all(rows.map((row) => row.update({ status }))); // expect: write-in-loop
  for (const row of rows) await row.decrement("places", { by: 2 }); // expect: write-in-loop
  rows.forEach(async (row) => {
    row.status = status;
    await row.save(); // expect: write-in-loop
  });
}

// case: rows of Sequelize that are each given something else
import { randomUUID } from "node:crypto";
import { Model, Sequelize } from "sequelize";
import { fill } from "./fill";
class Item extends Model {
  declare status: string;
  declare rank: number;
  declare marks: Record<string, string>;
}
Item.init({}, { sequelize: new Sequelize("postgres://db") });
export async function each(team: string, body: Record<string, string>, codes: string[], late: boolean) {
  const rows = await Item.findAll({ where: { team } });
  let place = 0;
  for (const row of rows) {
    row.rank = row.rank + 1;
    await row.save();
  }
  for (const row of rows) {
    row.rank += 1;
    await row.save();
  }
  for (const row of rows) {
    row.rank = place++;
    await row.save();
  }
  for (const row of rows) {
    row.status = randomUUID();
    await row.save();
  }
  for (const row of rows) {
    row.status = codes.pop() ?? "";
    await row.save();
  }
  for (const row of rows) {
    row.status = "late";
    if (row.rank > 3) row.rank = 3;
    await row.save();
  }
  for (const row of rows) {
    for (const key of Object.keys(body)) row[key] = body[key];
    await row.save();
  }
  for (const row of rows) {
    row.status = "late";
    row.marks.seen = row.status;
    await row.save();
  }
  for (const row of rows) {
    row.status = "late";
    fill(row);
    await row.save();
  }
  for (const row of rows) {
    row.status = "late";
    row.finish();
    await row.save();
  }
  for (const row of rows) await row.save();
  for (const row of rows) await row.update({ rank: row.rank + 1 });
  for (const row of rows) await row.update(body[row.status]);
  for (const row of rows) await row.increment("rank", { by: row.rank });
}
export async function found(ids: string[]) {
  for (const id of ids) {
    const [row, isNew] = await Item.findOrCreate({ where: { id } });
    if (!isNew) await row.update({ status: "again" });
  }
}
export async function noted(team: string, send: (row: Item) => Promise<void>) {
  const rows = await Item.findAll({ where: { team } });
  for (const row of rows) {
    await send(row);
    row.status = "sent";
    await row.save();
  }
  for (const row of rows) {
    await send(row);
    await row.update({ status: "sent" });
  }
  for (const row of rows) {
    try {
      await row.update({ status: "sent" });
    } catch {
      continue;
    }
  }
}

// case: rows that a function is passed, which changes and saves them
import { Model, Sequelize } from "sequelize";
class Item extends Model {
  declare status: string;
}
Item.init({}, { sequelize: new Sequelize("postgres://db") });
async function setStatus(item: Item, status: string) {
  item.status = status;
  await item.save();
}
const close = (item: Item) => item.update({ status: "closed" });
export async function all(team: string, status: string) {
  const items = await Item.findAll({ where: { team } });
  for (const item of items) await setStatus(item, status); // expect: write-in-loop
  for (const item of items) await setStatus(item, item.status.trim());
  for (const item of items) await close(item); // expect: write-in-loop
}

// case: documents of Mongoose that are all given the same, or noted after something was done for them
import mongoose from "mongoose";
const Item = mongoose.model("Item", new mongoose.Schema({ status: String, n: Number }));
export async function all(team: string, send: (item: object) => Promise<void>) {
  const items = await Item.find({ team });
  for (const item of items) await item.updateOne({ status: "closed" }); // expect: write-in-loop
  for (const item of items) await item.updateOne({ n: item.n + 1 });
  for (const item of items) {
    item.n = item.n + 1;
    await item.save(); // expect: write-in-loop
  }
  for (const item of items) {
    await send(item);
    item.status = "sent";
    await item.save();
  }
}

// case: active records of TypeORM are saved and removed together, whatever they are given
import { BaseEntity, type Repository } from "typeorm";
class User extends BaseEntity {
  status!: string;
  n!: number;
}
export async function all(users: Repository<User>, send: (user: User) => Promise<void>) {
  for (const user of await User.find()) {
    user.n += 1;
    await user.save(); // expect: write-in-loop
  }
  for (const user of await User.find()) await user.remove(); // expect: write-in-loop
  for (const user of await users.find()) {
    await send(user);
    user.status = "sent";
    await users.save(user);
  }
}

// case: rows of Objection that are all given the same, and by values of their own
import { Model } from "objection";
class Person extends Model {
  id!: number;
  n!: number;
}
export async function all() {
  const people = await Person.query();
  for (const person of people) await person.$query().patch({ seen: true }); // expect: write-in-loop
  for (const person of people) await person.$query().patch({ n: person.n + 1 });
  for (const { id } of people) await Person.query().patch({ seen: true }).where("id", id); // expect: write-in-loop
  for (const { id } of people) await Person.query().findById(id).patch({ seen: true }); // expect: write-in-loop
  for (const { id, n } of people) await Person.query().findById(id).patch({ n });
  for (const { id } of people) await Person.query().patchAndFetchById(id, { seen: true });
}
