import type { FileNode } from "../../../link/project/project.ts";
import { oncePer } from "../../../once-per.ts";
import type { Linked } from "../../rule.ts";

/**
 * Whether a client of the project does something at each query, such as to leave out what is deleted: it does so for what is asked by itself, not
 * for rows that come with others.
 */
export function hasHooks({ project }: Linked): boolean {
  for (const file of project.files.values()) if (mayMakeClient(file) && setsHooks(file)) return true;
  return false;
}

function mayMakeClient({ libraries, outline }: FileNode): boolean {
  return libraries.has("prisma") || outline.imports.some(({ module }) => /prisma/i.test(module));
}

/** Extensions of Prisma's own that send a query elsewhere, and leave it as it is. */
const harmless = /\$extends\(\s*(?:\/\/[^\n]*\s*)*(?:readReplicas|withAccelerate|withOptimize)\s*\(/g;

const setsHooks = oncePer(({ source }: FileNode) => {
  if (/\.\$use\s*\(/.test(source)) return true;
  if (!source.includes("$extends")) return false;
  const others = source.replace(harmless, "(");
  // `$extends(softDelete)`: what it does is not seen here.
  return (
    /\$extends\s*\(\s*[^\s{]/.test(others) || (others.includes("$extends") && /\bquery\s*[:(]/.test(others))
  );
});
