import type { Library, Operation } from "./library.ts";
import { silent } from "./members.ts";

const query: Operation = { sql: 0, bulk: "WHERE id IN ($1:csv)" };
const asking = Object.fromEntries(
  "query none one many oneOrNone manyOrNone any result multi multiResult map each"
    .split(" ")
    .map((name) => [name, { call: query }]),
);
const inside = { call: { callbacks: { 0: once(), 1: once() } } };

function once() {
  return { parameters: ["Task"], runs: "once" as const };
}

/** pg-promise, over node-postgres. */
export const pgPromise: Library = {
  name: "pg-promise",
  title: "pg-promise",
  modules: ["pg-promise"],
  exports: { default: { call: { returns: "Main" } } },
  types: {
    Main: { call: { returns: "Database" }, members: {} },
    Database: {
      place: true,
      members: {
        ...asking,
        task: inside,
        tx: inside,
        taskIf: inside,
        txIf: inside,
        connect: { call: { returns: "Database" } },
        ...silent("func proc stream done"),
      },
    },
    Task: { extends: "Database", members: silent("batch page sequence") },
    ITask: { extends: "Task", members: {} },
  },
  aliases: { IDatabase: "Database", IBaseProtocol: "Database", IConnected: "Database", IMain: "Main" },
};
