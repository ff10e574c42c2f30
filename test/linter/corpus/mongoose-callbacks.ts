// Shapes of backends in JavaScript over Mongoose that are older than promises: callbacks that come last, statics, modules by their place from the top.

// case: a static function asks another model of its connection, by way of a variable too
// file: models/message.js
const mongoose = require("mongoose");
const messages = new mongoose.Schema({ body: String });
messages.statics.latestOf = function (room, done) {
  const self = this;
  return new Promise((resolve) => {
    (async () => {
      const query = self.model("messages").find({ room }).sort("-sent").limit(1);
      if (typeof done === "function") return query.exec(done);
      return resolve(await query.exec());
    })();
  });
};
messages.statics.named = function (names) {
  return names.map((name) => this.model(name).modelName);
};
module.exports = mongoose.model("messages", messages);
// file: routes/rooms.js
const async = require("async");
const Message = require("../models/message");
exports.list = function (rooms, done) {
  async.eachSeries(
    rooms,
    function (room, next) {
      Message.latestOf(room.id, function (error, found) { // expect: n-plus-one
        room.latest = found;
        next(error);
      });
    },
    done,
  );
};
exports.names = (rooms) => rooms.map((room) => Message.named(room.kinds));

// case: what comes after the function for each element is called once
// file: teams.js
const async = require("async");
const mongoose = require("mongoose");
const Team = mongoose.model("Team", new mongoose.Schema({}));
const Member = mongoose.model("Member", new mongoose.Schema({}));
exports.active = function (ids, done) {
  Team.find({ id: { $in: ids } }, function (error, teams) {
    async.filter(teams, (team, next) => next(null, team.active), done);
  });
};
exports.open = function (teams, done) {
  async.filter(teams, (team, next) => next(null, team.open), (error, found) => done(error, found));
};
exports.files = (store, id, done) => store.find({ id }, done);
exports.each = function (teams, visit) {
  async.each(teams, visit, () => undefined);
};
exports.Member = Member;
// file: main.js
const teams = require("./teams");
exports.load = function (ids, store, done) {
  teams.active(ids, function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.open(ids, function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.files(store, ids[0], function () {
    teams.Member.findOne({ owner: ids[0] }, done);
  });
  teams.each(ids, function (id, next) {
    teams.Member.findOne({ team: id }, next); // expect: n-plus-one
  });
};

// case: steps that have names
const async = require("async");
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
const Group = mongoose.model("Group", new mongoose.Schema({}));
exports.receive = function (mails, done) {
  mails.forEach(function (mail) {
    async.auto(
      {
        sender: function (next) {
          User.findOne({ address: mail.from }, next); // expect: n-plus-one
        },
        group: ["sender", function (found, next) {
          Group.findOne({ members: found.sender }, next); // expect: n-plus-one
        }],
      },
      done,
    );
  });
};
exports.page = function (id, done) {
  async.parallel({ user: (next) => User.findOne({ id }, next), groups: (next) => Group.countDocuments({}, next) }, done);
};

// case: a function that gives promises in the place of callbacks, taken and called
// file: users.js
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
exports.get = (id, done) => User.findOne({ _id: id }, done);
// file: main.js
const Q = require("q");
const users = require("./users");
exports.all = (links) => Q.all(links.map((link) => Q.denodeify(users.get)(link.user))); // expect: n-plus-one
exports.later = (names) => names.map((name) => [name, Q.denodeify(users.get)]);
exports.ways = (names) => names.map((name) => ({ name, get: Q.denodeify(users.get) }));

// case: modules by their place from where the program is started
// file: package.json
{ "name": "shop", "main": "server.js", "dependencies": { "mongoose": "5.0.0" } }
// file: modules/core/server/prices.js
const mongoose = require("mongoose");
const Price = mongoose.model("Price", new mongoose.Schema({}));
exports.latest = (code) => Price.where({ code }).sort("-since");
// file: modules/orders/server/orders.controller.js
const path = require("path");
const prices = require(path.resolve("./modules/core/server/prices"));
exports.total = async (lines) => {
  for (const { code } of lines) console.log(await prices.latest(code)); // expect: n-plus-one
};

// case: layers over the driver that old programs have
// file: store.js
const mongo = require("mongoskin");
exports.connect = () => mongo.db("mongodb://localhost/shop", { auto_reconnect: true });
// file: carts.js
const mongojs = require("mongojs");
const db = mongojs("shop", ["carts", "goods"]);
exports.fill = function (ids, done) {
  ids.forEach(function (id) {
    db.goods.findOne({ _id: id }, function (error, found) { // expect: n-plus-one
      done(error, found);
    });
  });
  db.carts.find({ _id: { $in: ids } }).toArray(done);
};
// file: main.js
const async = require("async");
const db = require("./store").connect();
function countFor(shop, done) {
  db.collection("visits" + shop._id).find({}).count(done);
}
function ownerOf(shop, done) {
  db.collection("owners").findById(shop.owner, done);
}
exports.visits = (shops, done) => async.map(shops, countFor, done);
exports.owners = (shops, done) => async.map(shops, ownerOf, done); // expect: n-plus-one
exports.find = (shops, done) => db.collection("shops").find({ _id: { $in: shops } }, (error, cursor) => cursor.toArray(done));

// case: functions put on what a function is passed that is called where it stands
// file: reports.js
const db = require("./store").connect();
const reports = {};
(function (reports) {
  reports.send = function (id, done) {
    db.collection("reports").findOne({ _id: id }, done);
  };
  reports.check = function (changes, done) {
    for (const key in changes) {
      if (key.indexOf("$") !== 0) {
        if (done) done(new Error(key));
        return;
      }
    }
    db.collection("reports").update({}, changes, done);
  };
})(reports);
module.exports = reports;
// file: store.js
const mongo = require("mongoskin");
exports.connect = () => mongo.db("mongodb://localhost/shop");
// file: send.js
const async = require("async");
const reports = require("./reports");
exports.all = (rows, done) => async.eachSeries(rows, (row, next) => reports.send(row.id, next), done); // expect: n-plus-one
// file: check.js
const reports = require("./reports");
const db = require("./store").connect();
exports.one = (changes, done) =>
  reports.check(changes, () => {
    db.collection("checks").findOne({ seen: false }, done);
  });

// case: models of a package that says what it has inside
// file: main.js
const mongoose = require("mongoose");
const models = require("@shop/node-utils").mongodb.models;
const search = require("@shop/search");
exports.connect = () => mongoose.connect("mongodb://localhost/shop?waitQueueTimeoutMS=1000");
module.exports = function (db) {
  const places = new models.Places(db);
  const index = new search.Index(db);
  return {
    async cities(ids) {
      for (const id of ids) console.log(await places.City.findOne({ _id: id })); // expect: n-plus-one
    },
    async hits(ids) {
      for (const id of ids) console.log(await index.City.findOne({ _id: id }));
    },
  };
};

// case: a generated client that is taken out of where it lies
// file: prisma/index.js
const { PrismaClient } = require("../generated/prisma/client");
module.exports = new PrismaClient();
// file: dao/generic.js
const prisma = require("../prisma");
module.exports = class GenericDao {
  constructor(model) {
    this.model = prisma[model];
  }
  async first(where) {
    return await this.model.findFirst({ where });
  }
};
// file: dao/user.js
const GenericDao = require("./generic");
module.exports = class UserDao extends GenericDao {
  constructor() {
    super("user");
  }
};
// file: services/mail.js
const UserDao = require("../dao/user");
module.exports = class MailService {
  constructor(sender) {
    this.sender = sender;
    this.users = new UserDao();
  }
  async remind(orders) {
    await Promise.all(orders.map(async ({ owner }) => this.sender.send(await this.users.first({ id: owner })))); // expect: n-plus-one
  }
  names(orders) {
    return orders.map(({ name }) => this.sender.first({ name }));
  }
};

// case: a set of what there is already, before a loop that asks about the others
// file: import.js
const mongoose = require("mongoose");
const Student = mongoose.model("Student", new mongoose.Schema({}));
const Faculty = mongoose.model("Faculty", new mongoose.Schema({}));
exports.add = async (rows) => {
  const emails = new Set(await Student.distinct("email", { email: { $in: rows.map(({ email }) => email) } }));
  for (const row of rows) {
    if (emails.has(row.email)) continue;
    emails.add(row.email);
    row.faculty = await Faculty.findOne({ name: row.faculty }).lean(); // expect: n-plus-one
  }
};
exports.fill = async (rows) => {
  const found = await Faculty.find({ name: { $in: rows.map(({ faculty }) => faculty) } });
  const faculties = new Map(found.map((one) => [one.name, one]));
  for (const row of rows) {
    if (faculties.has(row.faculty)) continue;
    row.faculty = await Faculty.findOne({ name: row.faculty }).lean();
  }
};

// case: a base of the project's own that is extended by objects, as Backbone's is
// file: lib/extend.js
module.exports = function (own) {
  const parent = this;
  const child = function () {
    return parent.apply(this, arguments);
  };
  Object.assign(child, parent);
  child.prototype = Object.create(parent.prototype);
  Object.assign(child.prototype, own);
  return child;
};
// file: lib/model.js
const mongoose = require("mongoose");
const Model = function (options) {
  this.options = options;
  this.rows = mongoose.model(this.name);
};
Model.extend = require("./extend");
Object.assign(Model.prototype, {
  byId(id) {
    return this.rows.findOne({ _id: id }).exec();
  },
  label(row) {
    return this.rows.findOne({ _id: row }).exec();
  },
});
module.exports = Model;
// file: phases.js
const Model = require("./lib/model");
module.exports = Model.extend({
  name: "Phase",
  label(row) {
    return row.title;
  },
  all(ids) {
    return Promise.all(ids.map((id) => this.byId(id))); // expect: n-plus-one
  },
  labels(rows) {
    return rows.map((row) => this.label(row));
  },
});
// file: milestones.js
const Phases = require("./phases");
module.exports = Phases.extend({ name: "Milestone" });
// file: main.js
const Milestones = require("./milestones");
exports.load = (options, ids) => {
  const milestones = new Milestones(options);
  return Promise.all(ids.map((id) => milestones.byId(id))); // expect: n-plus-one
};
exports.names = (options, rows) => {
  const milestones = new Milestones(options);
  return rows.map((row) => milestones.label(row));
};

// case: a model that a file also writes to, with a callback
const async = require("async");
const mongoose = require("mongoose");
const Thread = mongoose.model("Thread", new mongoose.Schema({}));
exports.seen = (id, done) => {
  Thread.update({ _id: id }, { $set: { seen: true } }, done);
};
exports.fill = (threads, done) =>
  async.mapSeries(
    threads,
    (thread, next) => {
      Thread.findById(thread.id, "owner", (error, found) => next(error, found)); // expect: n-plus-one
    },
    done,
  );
