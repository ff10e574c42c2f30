import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { usersOf } from "./users.ts";

/**
 * Whether a file is kept beside the code that took its place, by its name or its folder's: `server.bak/`, `.deprecated/`, `index.old.ts`, `orders copy.js`; and nothing else
 * uses it. What a package in such a folder starts is kept aside with it.
 */
export function isSetAside({ project }: Linked, file: FileNode): boolean {
  const lies = (one: FileNode) => {
    const path = project.inProject(one);
    return folder.test(path) || (name.test(path) && !project.isStarted(one) && !project.isOffered(one));
  };
  if (!lies(file)) return false;
  const seen = new Set([file]);
  // It grows while it is gone through.
  for (const one of seen)
    for (const user of usersOf(project, one)) {
      if (!lies(user)) return false;
      seen.add(user);
    }
  return true;
}

const folder =
  /(^|\/)(bak|[._](old|bak|archived?|deprecated|unused))\/|[\w-][._-](old|bak|orig)\/|\.backup\/|[ -]copy( ?\d+)?\//i;
const name = /[._-](old|bak|orig)\.[cm]?[jt]sx?$|\.backup\.|[ -]copy( ?\d+)?\.[cm]?[jt]sx?$/i;
