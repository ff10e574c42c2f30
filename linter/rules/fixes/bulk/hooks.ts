import type { LoopedCall } from "../../way/looped-call.ts";
import { modelOf } from "../queried.ts";

/**
 * What runs for each row that is written by itself, and otherwise or not at all where many are written at once: of the model, or of all that a connection has.
 */
const hooks: Record<string, { hook: RegExp; all: string }> = {
  sequelize: {
    hook: /\b(before|after)(Bulk)?(Create|Save|Validate|Destroy|Update)\b|\baddHook\(|\bhooks\s*:/i,
    all: "new Sequelize\\(",
  },
  mongoose: { hook: /\.(pre|post)\(|\.plugin\(/, all: "mongoose\\.plugin\\(" },
};

export function hasHooks({ linked: { project }, file, call, reach: { query } }: LoopedCall): boolean {
  const known = hooks[query.library.name];
  if (known === undefined) return false;
  const model = query.subject || modelOf(call);
  const concerns = new RegExp(`\\b${model.replace(/\W/g, "")}\\b|${known.all}`, "i");
  return project
    .usersOf(query.library.name)
    .some(
      (other) =>
        project.isSamePackage(file, other) && known.hook.test(other.source) && concerns.test(other.source),
    );
}
