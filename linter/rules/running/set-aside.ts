import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { usersOf } from "./users.ts";

/** Whether a file is kept beside the code that took its place, by its name or its folder's: `server.bak/`, `index.old.ts`, `orders copy.js`; and nothing else uses it. */
export function isSetAside({ project }: Linked, file: FileNode): boolean {
  const lies = (one: FileNode) => aside.test(project.inProject(one));
  if (!lies(file) || project.isStarted(file) || project.isOffered(file)) return false;
  const seen = new Set([file]);
  // It grows while it is gone through.
  for (const one of seen)
    for (const user of usersOf(project, one)) {
      if (!lies(user) || project.isStarted(user)) return false;
      seen.add(user);
    }
  return true;
}

const aside =
  /(^|\/)(bak|_(old|bak|archived?|deprecated|unused))\/|[._-](old|bak|orig)(\/|\.[cm]?[jt]sx?$)|\.backup(\/|\.)|[ -]copy( ?\d+)?(\/|\.[cm]?[jt]sx?$)/i;
