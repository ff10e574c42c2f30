import { lazyRelations } from "./queries/lazy-relations.ts";
import { judge } from "./queries/repeated-queries.ts";
import type { Rule } from "./rule.ts";

/** A read that runs once per element of a list, here or in a function that the loop calls. */
export const nPlusOne: Rule = {
  id: "n-plus-one",
  check: (linked, file) => [
    ...judge(linked, file, "read").flatMap(({ finding }) => finding ?? []),
    ...lazyRelations(linked, file),
  ],
};

/** A write that runs once per row, where the library has a form that takes many rows. */
export const writeInLoop: Rule = {
  id: "write-in-loop",
  check: (linked, file) => judge(linked, file, "write").flatMap(({ finding }) => finding ?? []),
};
