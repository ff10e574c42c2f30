import { judge } from "./repeated-queries.ts";
import type { Rule } from "./rule.ts";

/** A read that runs once per element of a list, here or in a function that the loop calls. */
export const nPlusOne: Rule = {
  id: "n-plus-one",
  check: (linked, file) => judge(linked, file).flatMap(({ finding }) => finding ?? []),
};
