// Models of Sequelize: defined, loaded from folders, picked by a name, with methods of their own.

// case: a method of the rows that a model class gives
// file: document.ts
import { Model } from "sequelize-typescript";
export class Document extends Model {
  async childIds() {
    const children = await Document.findAll({ where: { parentId: this.id } });
    return children.map((child) => child.id);
  }
}
// file: main.ts
import { Document } from "./document";
export async function tree() {
  const documents = await Document.findAll();
  for (const document of documents) await document.childIds(); // expect: n-plus-one
  const one = await Document.findByPk("1");
  await one?.childIds();
}

// case: models of Sequelize that no type tells of
// file: models.ts
import { Sequelize } from "sequelize";
import * as factories from "./factories";
const sequelize = new Sequelize("sqlite::memory:");
export const models = Object.fromEntries(Object.entries(factories).map(([name, make]) => [name, make(sequelize)]));
// file: main.ts
import { models } from "./models";
export async function all(ids: string[]) {
  for (const id of ids) await models.User.findByPk(id); // expect: n-plus-one
  return models.User.findAll({ where: { id: ids } });
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

// case: models out of a folder that fills its exports when it runs
// file: models/index.js
const fs = require("fs");
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
fs.readdirSync(__dirname).forEach((file) => {
  const model = require(`./${file}`)(sequelize, Sequelize);
  db[model.name] = model;
});
module.exports = db;
// file: labels.js
export const Label = { findOne: (label) => label.text };
// file: users.js
import { Label } from "./labels";
import { User } from "./models";
const { Role } = require("./models/index.js");
export async function load(ids) {
  for (const id of ids) await User.findOne({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await Role.findByPk(id); // expect: n-plus-one
  for (const id of ids) await Label.findOne({ text: id });
}

// case: a model of Sequelize is the class of its name
// file: models/Author.js
const { Model } = require("sequelize");
class Author extends Model {
  static async byName(name) {
    const found = await this.findOne({ where: { name } });
    return found;
  }
  static initials(name) {
    return name.slice(0, 1);
  }
}
module.exports = Author;
// file: Database.js
const { Sequelize } = require("sequelize");
class Database {
  constructor() {
    this.sequelize = new Sequelize("sqlite::memory:", { pool: { acquire: 5000 } });
  }
  get models() {
    return this.sequelize.models;
  }
  get authorModel() {
    return this.models.author;
  }
}
module.exports = new Database();
// file: main.js
const Database = require("./Database");
async function load(names) {
  for (const name of names) await Database.authorModel.byName(name); // expect: n-plus-one
  for (const name of names) Database.authorModel.initials(name);
}
module.exports = { load };

// case: a folder of models under a name of the file's own
// file: models/index.js
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize("postgres://db", { pool: { acquire: 5000 } });
for (const file of require("fs").readdirSync(__dirname)) {
  const model = sequelize["import"](file);
  db[model.name] = model;
}
module.exports = db;
// file: comments.js
const Tables = require("./models");
const commentsOf = ({ leave }) => Tables.Comment.findAll({ where: { leave: leave.id } });
module.exports = { commentsOf };
// file: main.js
const { commentsOf } = require("./comments");
module.exports = async function feed(leaves) {
  for (const leave of leaves) await commentsOf({ leave }); // expect: n-plus-one
};

// case: a model of Sequelize that is picked by a name which the program has
// file: repository.ts
import type { FindOptions } from "sequelize";
import { type Model, type Sequelize } from "sequelize-typescript";
export class Rows<T extends Model> {
  protected s: Sequelize;
  protected kind: string;
  constructor(s: Sequelize, kind: string) {
    this.s = s;
    this.kind = kind;
  }
  async all(query: object, kind = this.kind): Promise<T[]> {
    return await this.s.models[kind].findAll(query as FindOptions).then((rows) => rows as T[]);
  }
  async of(ids: string[]) {
    for (const id of ids) await this.all({ where: { id } }); // expect: n-plus-one
    for (const id of ids) this.s.models[this.kind].build({ id });
  }
}

// case: a Sequelize model class
// file: user.ts
import { Model } from "sequelize";
export class User extends Model {}
// file: main.ts
import { User } from "./user";
export async function load(ids: string[]) {
  for (const id of ids) await User.findByPk(id); // expect: n-plus-one
  return User.findAll({ where: { id: ids } });
}

// case: a Sequelize model made by define
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize("postgres://db");
const User = sequelize.define("user", { name: DataTypes.STRING });
async function load(ids: string[]) {
  for (const id of ids) await User.findOne({ where: { id } }); // expect: n-plus-one
}

// case: a Sequelize scope
// file: user.ts
import { Model } from "sequelize-typescript";
export class User extends Model {}
// file: main.ts
import { User } from "./user";
export const load = (ids: string[]) => Promise.all(ids.map((id) => User.scope("full").findOne({ where: { id } }))); // expect: n-plus-one

// case: raw SQL of Sequelize
import { Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db");
export async function load(ids: string[]) {
  for (const id of ids) await sequelize.query("SELECT 1 WHERE id = ?", { replacements: [id] }); // expect: n-plus-one
}

// case: Sequelize include, and getters per row
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
class User extends Model {}
User.init({ id: DataTypes.INTEGER }, { sequelize });
class Post extends Model {}
Post.init({ id: DataTypes.INTEGER }, { sequelize });
User.hasMany(Post);
export async function load() {
  const users = await User.findAll({ include: [Post] });
  return Promise.all(users.map((user) => Post.findAll({ where: { userId: user.id } }))); // expect: n-plus-one
}

// case: what a model is given where it is defined, as the old Sequelize takes it
// file: models/index.js
const sequelize = require("../sequelize");
const load = (name) => sequelize.import(name);
module.exports = { Tag: load("tag"), Keyword: load("keyword") };
// file: sequelize.js
const Sequelize = require("sequelize");
module.exports = new Sequelize("db", "user", "password", { pool: { acquire: 1000 } });
// file: models/tag.js
module.exports = (sequelize, types) =>
  sequelize.define("Tag", { name: types.STRING }, {
    classMethods: { *findByName(name) { return yield this.find({ where: { name } }); } },
    instanceMethods: { label() { return this.name; } },
  });
// file: services/tags.js
const models = require("../models");
const { Tag, Keyword } = models;
exports.save = function* (names) {
  yield names.map((name) => Tag.findByName(name)); // expect: n-plus-one
  for (const name of names) {
    const row = yield Keyword.find({ where: { name } }); // expect: n-plus-one
    console.log(row.label());
  }
  for (const name of names) console.log(models.Known.find((known) => known.name === name));
};

// case: models that a file of its own makes with what it is passed
// file: models/index.js
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize(process.env.DATABASE_URL);
const db = { sequelize };
db.User = require("./user")(sequelize, DataTypes);
module.exports = db;
// file: models/user.js
module.exports = (sequelize, DataTypes) => sequelize.define("User", { name: DataTypes.STRING });
// file: main.js
const db = require("./models");
exports.load = async (ids) => {
  for (const id of ids) await db.User.findByPk(id); // expect: n-plus-one
};

// case: what associations of Sequelize make, and a method of one's own
const { Sequelize } = require("sequelize");
const sequelize = new Sequelize("postgres://db");
const Customer = sequelize.define("Customer", {});
const Line = sequelize.define("Line", {});
const Order = sequelize.define("Order", {});
Order.belongsTo(Customer);
Order.hasMany(Line, { as: "entries" });
Order.prototype.getTotal = function () {
  return this.entries.reduce((sum, line) => sum + line.price, 0);
};
exports.report = async () => {
  const orders = await Order.findAll({ include: "entries" });
  for (const order of orders) {
    await order.getCustomer(); // expect: n-plus-one
    await order.countEntries(); // expect: n-plus-one
    console.log(order.getTotal());
  }
};

// case: models in small letters that a folder puts together, with functions of their own
// file: models/index.js
const fs = require("fs");
const path = require("path");
const Sequelize = require("sequelize");
const db = {};
const sequelize = new Sequelize(process.env.DATABASE_URL);
for (const file of fs.readdirSync(__dirname)) {
  const model = require(path.join(__dirname, file))(sequelize, Sequelize);
  db[model.name] = model;
}
module.exports = db;
// file: models/worker.js
module.exports = function (sequelize, DataTypes) {
  const Worker = sequelize.define("worker", { name: DataTypes.TEXT });
  Worker.byName = async function (name) {
    return this.findOne({ where: { name } });
  };
  Worker.label = function (name) {
    return `worker ${name}`;
  };
  Worker.prototype.orders = function () {
    return sequelize.models.order.findAll({ where: { worker: this.id } });
  };
  return Worker;
};
// file: main.js
const models = require("./models");
exports.load = async (ids) => {
  for (const id of ids) await models.worker.findOne({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await models.worker.byName(id); // expect: n-plus-one
  for (const id of ids) models.worker.label(id);
  for (const one of await models.worker.findAll()) await one.orders(); // expect: n-plus-one
  for (const id of ids) await models.unknown.count({ where: { id } });
};
