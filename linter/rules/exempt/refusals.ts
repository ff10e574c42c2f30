import type { CallFact, Exit, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isNoAnswer, lastName } from "../../value-parts.ts";
import { chainOf } from "../way/chain.ts";
import { isFailure } from "./answers.ts";

/**
 * Whether what a function gives says that something is wrong: `rejection(reason)`, `new NotFoundError(id)`, `response.status(409).json(…)`,
 * `{ error: "taken" }`, `{ success: false }`.
 */
export function isRefusal(file: FileNode, value: Value | undefined): boolean {
  switch (value?.kind) {
    case "await":
      return isRefusal(file, value.of);
    case "object":
      return saysWrong(value);
    case "call": {
      const call = file.facts.calls[value.call];
      return call !== undefined && (isNamedSo(call) || chainOf(file, call).links.some(hasErrorStatus));
    }
    default:
      return false;
  }
}

/** `return rejection(reason)`, and `response.status(400).send(reason); return;` */
export function leavesRefusing(file: FileNode, { value, region, start }: Exit): boolean {
  if (value !== undefined) return isRefusal(file, value);
  return file.facts.calls.some(
    (call) => call.region === region && call.end <= start && chainOf(file, call).links.some(hasErrorStatus),
  );
}

function isNamedSo({ callee, form }: CallFact): boolean {
  const name = lastName(callee);
  return form === "new" ? isFailure.test(name) || /Exception$/.test(name) : failing.test(name);
}

const failing =
  /^(reject|rejection|rejected|fail|failure|failed|err|error|invalid|badRequest|notFound|forbidden)$/i;

function saysWrong({ properties }: Extract<Value, { kind: "object" }>): boolean {
  return properties.some(({ key = "", value }) =>
    /^errors?$/.test(key)
      ? !isNoAnswer(value)
      : /^(success|ok|valid|isValid)$/.test(key) && value.kind === "literal" && value.value === false,
  );
}

/** `status(409)`, `json(body, 404)`, `json(body, { status: 400 })` */
function hasErrorStatus({ call }: { call: CallFact }): boolean {
  const name = lastName(call.callee);
  const [first, ...others] = call.arguments;
  const statuses = [
    ...(/^(status|code|sendStatus|writeHead)$/.test(name) ? [first] : []),
    ...(/^(json|text|send|body|html)$/.test(name) ? others : []),
    ...call.arguments.flatMap((given) =>
      given.kind === "object"
        ? given.properties.filter(({ key }) => /^status(Code)?$/.test(key ?? "")).map(({ value }) => value)
        : [],
    ),
  ];
  return statuses.some((one) => one?.kind === "literal" && typeof one.value === "number" && one.value >= 400);
}
