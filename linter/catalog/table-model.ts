import type { Library } from "./library.ts";
import { manyWrites, reads, writes } from "./members.ts";

/** The base class of models that a package has of its own: `class Users extends Model { static tableName = "users" }`, which ask by static methods. */
export const tableModel: Library = {
  name: "table-model",
  title: "Table model",
  modules: [],
  exports: {},
  types: {
    Model: {
      members: {},
      statics: {
        ...reads("find findOne findAll findBy findOneBy findById findByPk findFirst findMany count exists"),
        ...writes("create insert update upsert delete destroy"),
        ...manyWrites("createMany insertMany updateMany deleteMany bulkCreate bulkInsert"),
        query: { call: { sql: 0 } },
        namedQuery: { call: { sql: 1 } },
      },
    },
  },
};
