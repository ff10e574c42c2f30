// What a container, an object of implementations or an association hands out, where no type says it.

// case: functions that hand out one object a class, and containers that are asked with a class
// file: users.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Users { find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); } }
export class Labels { find(id: string) { return id.trim(); } }
// file: main.ts
import { getSingleton, inject, useContainer } from "some-container";
import { Labels, Users } from "./users";
export async function all(ids: string[], context: any) {
  const users = getSingleton<Users>();
  for (const id of ids) await users.find(id); // expect: n-plus-one
  const injected = inject(Users);
  for (const id of ids) await injected.find(id); // expect: n-plus-one
  const used = context.use(Users);
  for (const id of ids) await used.find(id); // expect: n-plus-one
  const asked = useContainer().get<Users>("users");
  for (const id of ids) await asked.find(id); // expect: n-plus-one
  const labels = inject(Labels);
  for (const id of ids) labels.find(id);
}

// case: an implementation that a key chooses
// file: stores.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Rows { find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); } }
class Fixed { find(id: string) { return id; } }
const made = { rows: new Rows(), fixed: new Fixed() };
const classes = { rows: Rows, fixed: Fixed };
const fixed = { one: new Fixed(), other: new Fixed() };
export const storeOf = (kind: "rows" | "fixed") => made[kind];
export const fixedOf = (kind: "one" | "other") => fixed[kind];
export function newStore(kind: "rows" | "fixed") { return new classes[kind](); }
// file: main.ts
import { fixedOf, newStore, storeOf } from "./stores";
export async function all(ids: string[], kind: "rows" | "fixed") {
  const store = storeOf(kind);
  for (const id of ids) await store.find(id); // expect: n-plus-one
  const another = newStore(kind);
  for (const id of ids) await another.find(id); // expect: n-plus-one
  const fixed = fixedOf("one");
  for (const id of ids) await fixed.find(id);
}

// case: what Sequelize mixes into rows of which no type says what they are
// file: models/order.js
module.exports = (sequelize, types) => {
  const Order = sequelize.define("Order", { total: types.INTEGER });
  Order.associate = (models) => { Order.belongsTo(models.Customer); Order.hasMany(models.Line, { as: "lines" }); };
  return Order;
};
// file: models/index.js
const Sequelize = require("sequelize");
const sequelize = new Sequelize("postgres://localhost/app");
module.exports = { Order: require("./order")(sequelize, Sequelize) };
// file: main.js
const { directory } = require("some-directory");
exports.all = async (orders, ids) => {
  for (const order of orders) order.customer = await order.getCustomer(); // expect: n-plus-one
  for (const order of orders) order.count = await order.countLines({ where: { open: true } }); // expect: n-plus-one
  for (const order of orders) order.seller = await order.getSeller();
  for (const id of ids) await directory.getCustomer(id);
  for (const order of orders) await order.shop.getCustomer();
};
exports.one = async (order) => order.getCustomer();

// case: a database for each turn, known by the text
export async function count(shards: any[]) {
  for (const shard of shards) await shard.query("SELECT count(*) FROM users");
}

// case: a function that a package puts together of others
// file: users.ts
import { flow } from "fp-ts/function";
import { Pool } from "pg";
import * as R from "ramda";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const find = (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]);
const label = (row: unknown) => String(row);
export const findLabel = R.pipe(find, label);
export const findLater = R.pipeWith(R.andThen, [find, label]);
export const labelOf = R.compose(label, find);
export const flowing = flow(find, label);
export const silent = flow(label, label);
// file: main.ts
import { findLabel, findLater, flowing, labelOf, silent } from "./users";
export async function all(ids: string[]) {
  for (const id of ids) await findLabel(id); // expect: n-plus-one
  for (const id of ids) await findLater(id); // expect: n-plus-one
  for (const id of ids) await labelOf(id); // expect: n-plus-one
  for (const id of ids) await flowing(id); // expect: n-plus-one
  for (const id of ids) silent(id);
}
