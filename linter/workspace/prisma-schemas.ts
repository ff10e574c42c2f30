import { type PrismaText, readPrisma } from "../languages/prisma/schema.ts";
import { folderOf, inside, join } from "../link/project/modules.ts";
import type { PrismaSchema } from "../link/project/prisma-models.ts";

export function isPrismaText(path: string): boolean {
  return path.endsWith(".prisma");
}

type PackageManifests = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

interface Part extends PrismaText {
  path: string;
}

/**
 * The schemas that `.prisma` files make together: one for each `datasource`, with the files that have none and lie beside or below it; or all of
 * a folder that a package.json names as `prisma.schema`.
 * @param said what each package.json says, by its path
 */
export function schemasOf(manifests: ReadonlyMap<string, string>, said: PackageManifests): PrismaSchema[] {
  const parts: Part[] = [];
  for (const [path, text] of manifests) if (isPrismaText(path)) parts.push({ path, ...readPrisma(text) });
  if (parts.length === 0) return [];
  const named = foldersNamed(said).map((folder) => parts.filter(({ path }) => inside(path, folder)));
  const together = new Set(named.flat());
  const rest = parts.filter((part) => !together.has(part));
  const roots = rest.filter(({ source }) => source !== undefined);
  const groups = new Map(roots.map((root) => [root, [root]]));
  for (const part of rest)
    if (part.source === undefined) for (const root of rootsOf(part, roots)) groups.get(root)?.push(part);
  return [...named, ...groups.values()].flatMap((group) => {
    const main = group.find(({ source }) => source !== undefined);
    if (main?.source === undefined) return [];
    return {
      folder: folderOf(main.path),
      source: main.source,
      models: group.flatMap(({ models }) => models),
    };
  });
}

/** The nearest files with a `datasource`, in the folder of a part or one around it, or in the folders below that. */
function rootsOf(part: Part, roots: readonly Part[]): readonly Part[] {
  for (let folder = folderOf(part.path); ; folder = folderOf(folder)) {
    const near = roots.filter(({ path }) => inside(path, folder));
    if (near.length > 0 || folder === "") return near;
  }
}

/** `"prisma": { "schema": "prisma/schema" }` of package.json, where it is a folder. */
function foldersNamed(said: PackageManifests): string[] {
  return [...said].flatMap(([path, { prisma }]) => {
    const schema = (prisma as { schema?: unknown } | null | undefined)?.schema;
    return typeof schema === "string" && !isPrismaText(schema) ? [join(folderOf(path), schema)] : [];
  });
}
