import type { Edit, Json, Parameter } from "../../simulator/protocol.ts";
import { targetOf } from "../text/edits.ts";

/** The parameters of a component that are not as they were when the scenario was opened, in the document's form. */
export function changesOf(
  opened: readonly Parameter[],
  now: readonly Parameter[],
): { path: string; value: Json }[] {
  return now
    .filter(({ path, value }) => {
      const before = opened.find((parameter) => parameter.path === path);
      return before !== undefined && JSON.stringify(before.value) !== JSON.stringify(value);
    })
    .map(({ path, value }) => ({ path, value }));
}

/** Whether a value at opening was there in the code: it is not the default that holds where nothing is said. */
export const cameFromCode = (parameter: Parameter): boolean =>
  JSON.stringify(parameter.value) !== JSON.stringify(parameter.standard);

/** The edits of a component, faults that were added to it too. */
export const editsOf = (edits: readonly Edit[], component: string): Edit[] =>
  edits.filter((edit) => targetOf(edit) === component);
