import type { FileFacts } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";

/** The variables of a file that are given another value later on: of all a few. */
export const setAgainIn = oncePer(({ bindings }: FileFacts): readonly number[] =>
  bindings.flatMap(({ values }, index) => (values.some(({ later }) => later) ? [index] : [])),
);
