import type { Edit } from "../../simulator/protocol.ts";

/** The path of an edit that adds a fault. */
const EVENTS = "events";

/** What an edit has added, in short: "postgres latency". Undefined where it changed a value. */
function addedFault(edit: Pick<Edit, "path" | "value">): string | undefined {
  const fault = faultOf(edit);
  return fault === undefined ? undefined : `${fault.target} ${fault.fault}`;
}

/** An edit in words: "orders-db.max = 14", "postgres down". */
export const editText = (edit: Pick<Edit, "path" | "value">): string =>
  addedFault(edit) ?? `${edit.path} = ${JSON.stringify(edit.value)}`;

/** The component that an edit is about. */
export function targetOf(edit: Pick<Edit, "path" | "value">): string | undefined {
  const fault = faultOf(edit);
  return fault === undefined ? edit.path.split(".")[0] : String(fault.target);
}

function faultOf({ path, value }: Pick<Edit, "path" | "value">) {
  const isFault = path === EVENTS && typeof value === "object" && value !== null && !Array.isArray(value);
  return isFault ? value : undefined;
}
