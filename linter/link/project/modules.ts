import { libraryOfModule } from "../../catalog/index.ts";
import type { FileNames } from "./file-names.ts";
import type { PrismaSchema } from "./prisma-models.ts";

/** What the shell knows of the project's packages and compiler settings, enough to find what an import names. */
export interface ProjectContext {
  /** Outermost first; the last whose folder holds the importing file decides. */
  compilers: CompilerPaths[];
  packages: PackagePlace[];
  schemas: PrismaSchema[];
}

export interface CompilerPaths {
  folder: string;
  /** Folder that bare names are looked up in, if any. */
  base?: string;
  /** `paths` of tsconfig, already joined with their base: pattern to folders. */
  paths: { pattern: string; targets: string[] }[];
}

export interface PackagePlace {
  name: string;
  folder: string;
  /** The major versions of what it depends on, where they are said. */
  majors: Record<string, number>;
  /** Nobody outside of its repository depends on it. */
  private: boolean;
  /** How much of its code runs in a browser: all where it depends on a view library and on no server, what its folders say where it depends on both. */
  browser: "all" | "some" | "none";
  /** Where frameworks that it depends on find files that nothing imports, by a path below the folder. */
  foundAt: RegExp[];
  /** What `main`, `module`, `types` or `exports["."]` name, relative to the folder. */
  entries: string[];
  /** `exports` of subpaths. */
  subpaths: { pattern: string; targets: string[] }[];
  /** The files that its scripts start for a person who waits for them, as full paths: `"db:sync": "tsx temp/sync.ts"`. */
  programs: string[];
  /** What `main`, `bin` and its other scripts start, relative to the folder, which may lack its ending. */
  started: string[];
  /** The folders that its scripts have a runner of tests go through, as full paths. */
  tests: string[];
  /** Its scripts start it with Bun, which has clients of its own in the place of some packages. */
  onBun: boolean;
  /** Its scripts have a framework serve it. */
  isServed: boolean;
}

export const emptyContext: ProjectContext = { compilers: [], packages: [], schemas: [] };

/** Finds the file that an import names. */
export class Modules {
  private readonly context: ProjectContext;
  private readonly files: FileNames;
  /** By name, with their place in the order of all. */
  private readonly packages = new Map<string, { place: PackagePlace; order: number }[]>();
  /** What a folder, or a file, lies in, innermost first. */
  private readonly around = new Map<string, { compilers: CompilerPaths[]; packages: PackagePlace[] }>();

  constructor(context: ProjectContext, files: FileNames) {
    this.context = context;
    this.files = files;
    context.packages.forEach((place, order) => {
      const list = this.packages.get(place.name);
      if (list === undefined) this.packages.set(place.name, [{ place, order }]);
      else list.push({ place, order });
    });
  }

  /** The file of the project that `specifier`, written in `from`, names. */
  resolve(specifier: string, from: string): string | undefined {
    if (specifier.startsWith(".")) return this.files.find(join(folderOf(from), specifier));
    for (const compiler of this.placesOf(from).compilers) {
      for (const { pattern, targets } of compiler.paths) {
        const rest = matched(pattern, specifier);
        if (rest === undefined) continue;
        for (const target of targets) {
          const found = this.files.find(target.replace("*", () => rest));
          if (found !== undefined) return found;
        }
      }
      if (compiler.base !== undefined) {
        const found = this.files.find(join(compiler.base, specifier));
        if (found !== undefined) return found;
      }
    }
    return this.inPackage(specifier, from) ?? this.byAlias(specifier, from) ?? this.fromRoot(specifier, from);
  }

  /** `server/orders`, from the folder of the package: what Babel, `NODE_PATH` or `app-module-path` is told in programs of their own. */
  private fromRoot(specifier: string, from: string): string | undefined {
    const first = /^[\w-]+(?=\/)/.exec(specifier)?.[0];
    const { packages } = this.placesOf(from);
    if (first === undefined || libraryOfModule(specifier) !== undefined) return undefined;
    for (const { folder, majors } of packages) {
      if (Object.hasOwn(majors, first)) return undefined;
      const found = this.files.find(join(folder, specifier));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * `@/core/users`, `~/core/users`, `@core/users` and SvelteKit's `$lib/users`, which bundlers and Babel are told in programs of their own:
   * what lies there, below the package or its `src`.
   */
  private byAlias(specifier: string, from: string): string | undefined {
    const rest = /^[@~$]\/?(?=[\w-]+\/)(.+)/.exec(specifier)?.[1];
    if (rest === undefined || libraryOfModule(specifier) !== undefined) return undefined;
    const { packages } = this.placesOf(from);
    for (const folder of new Set([packages[0]?.folder ?? "", packages.at(-1)?.folder ?? ""])) {
      const found = this.files.find(join(folder, rest)) ?? this.files.find(join(folder, `src/${rest}`));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The folder of the package that a file is in; undefined where it is in none. */
  packageOf(path: string): string | undefined {
    return this.placesOf(path).packages[0]?.folder;
  }

  /** As the innermost package says that names the dependency. */
  majorOf(path: string, dependency: string): number | undefined {
    for (const { majors } of this.placesOf(path).packages)
      if (Object.hasOwn(majors, dependency)) return majors[dependency];
    return undefined;
  }

  /** A script of a package starts the file by hand, and none that goes on does. */
  isProgram(path: string): boolean {
    return (
      this.placesOf(path).packages.some(({ programs }) => programs.includes(path)) && !this.isStarted(path)
    );
  }

  /** The package says that it starts the file. */
  isStarted(path: string): boolean {
    return this.placesOf(path).packages.some((place) =>
      place.started.some((entry) => this.namedBy(place, entry).includes(path)),
    );
  }

  /** Whether the innermost package around a file starts one that there is as it is named: what is built is a library's as often. */
  hasStarted(path: string): boolean {
    const [place] = this.placesOf(path).packages;
    return place?.started.some((entry) => this.files.find(join(place.folder, entry)) !== undefined) === true;
  }

  /** Whether the innermost package around a file starts a program that is not read: `bin/www`, whose name says no language. */
  startsUnread(path: string): boolean {
    const [place] = this.placesOf(path).packages;
    const isUnread = (entry: string) =>
      /^(\.\/)?(\w+\/)*bin\/[\w-]+$/.test(entry) &&
      this.files.find(join(place?.folder ?? "", entry)) === undefined;
    return place?.started.some(isUnread) === true;
  }

  /** Whether the innermost package around a file is started with Bun. */
  runsOnBun(path: string): boolean {
    return this.placesOf(path).packages[0]?.onBun === true;
  }

  /** Whether a framework serves the innermost package around a file. */
  isServed(path: string): boolean {
    return this.placesOf(path).packages[0]?.isServed === true;
  }

  /**
   * Whether something outside of the code may load the file: a framework by its place, or who imports the package. A private one is imported by none but the
   * project; those imports are known, unless they lead nowhere.
   */
  isOffered(path: string, leadsNowhere: (packageName: string) => boolean): boolean {
    return this.placesOf(path).packages.some((place) => {
      const below = path.slice(place.folder.length).replace(/^\//, "");
      if (place.foundAt.some((where) => where.test(below))) return true;
      if (place.private && !leadsNowhere(place.name)) return false;
      return (
        place.subpaths.some(({ pattern }) => pattern.includes("*") && !pattern.startsWith("#")) ||
        place.entries.some((entry) => this.namedBy(place, entry).includes(path))
      );
    });
  }

  /** The files by which the innermost package around a file is imported, where no one outside of its repository depends on it. */
  privateEntries(path: string): string[] {
    const [place] = this.placesOf(path).packages;
    return place?.private === true ? place.entries.flatMap((entry) => this.namedBy(place, entry)) : [];
  }

  /** The files that a package names by what it builds: that one, and what it is built from. */
  private namedBy({ folder }: PackagePlace, entry: string): string[] {
    return [entry, sourceOf(entry)].flatMap((one) => this.files.find(join(folder, one)) ?? []);
  }

  /** The path of a file below the outermost package that it is in: what is around that says nothing about the project. */
  inProject(path: string): string {
    const folder = this.placesOf(path).packages.at(-1)?.folder;
    return folder === undefined ? path : path.slice(folder.length);
  }

  /** Whether a package around a file has its tests in a folder that the file is in. */
  isInTestFolder(path: string): boolean {
    return this.placesOf(path).packages.some(({ tests }) => tests.some((folder) => inside(path, folder)));
  }

  /** The folders of the packages that a file is in, innermost first. */
  packagesAround(path: string): string[] {
    return this.placesOf(path).packages.map(({ folder }) => folder);
  }

  /** Whether a file is code for a browser, by the package that it is in. */
  inBrowser(path: string): boolean {
    const [place] = this.placesOf(path).packages;
    if (place === undefined) return false;
    if (place.browser === "all") return true;
    const [, folder] = ofPages.exec(path.slice(place.folder.length)) ?? [];
    // A server has a folder `client` for what it asks of others, too.
    return folder !== undefined && (folder !== "client" || place.browser === "some");
  }

  private inPackage(specifier: string, from: string): string | undefined {
    const { files } = this;
    if (specifier.startsWith("#")) {
      const [own] = this.placesOf(from).packages;
      return own && subpath(own, specifier, files);
    }
    for (const place of this.packagesNamed(specifier)) {
      if (specifier === place.name) {
        const entries = [...place.entries, ...place.entries.map(sourceOf), "src/index", "index", "src"];
        for (const entry of entries) {
          const found = files.find(join(place.folder, entry));
          if (found !== undefined) return found;
        }
      } else {
        const rest = specifier.slice(place.name.length + 1);
        const found =
          subpath(place, `./${rest}`, files) ??
          files.find(join(place.folder, rest)) ??
          files.find(join(place.folder, sourceOf(rest))) ??
          files.find(join(place.folder, `src/${rest}`));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The packages whose name the specifier is or begins with. */
  private packagesNamed(specifier: string): PackagePlace[] {
    const found = [...(this.packages.get(specifier) ?? [])];
    for (let slash = specifier.indexOf("/"); slash >= 0; slash = specifier.indexOf("/", slash + 1))
      found.push(...(this.packages.get(specifier.slice(0, slash)) ?? []));
    return found.sort((a, b) => a.order - b.order).map(({ place }) => place);
  }

  private placesOf(path: string): { compilers: CompilerPaths[]; packages: PackagePlace[] } {
    const known = this.around.get(path);
    if (known !== undefined) return known;
    const folder = folderOf(path);
    const { compilers, packages } = this.context;
    const found = this.around.get(folder) ?? {
      compilers: innermostFirst(compilers, path),
      packages: innermostFirst(packages, path),
    };
    // By the file too: its path is at hand, and to cut out the folder of it takes longer than the rest.
    this.around.set(folder, found).set(path, found);
    return found;
  }
}

/** Where a package that is a server, too, has its pages. */
const ofPages = /^\/?(?:src\/)?(client|frontend|front-end|browser)\//;

function innermostFirst<T extends { folder: string }>(places: readonly T[], path: string): T[] {
  return places.filter((p) => inside(path, p.folder)).sort((a, b) => b.folder.length - a.folder.length);
}

function subpath(place: PackagePlace, name: string, files: FileNames): string | undefined {
  for (const { pattern, targets } of place.subpaths) {
    const rest = matched(pattern, name);
    if (rest === undefined) continue;
    for (const target of targets) {
      const path = target.replace("*", () => rest);
      const found = files.find(join(place.folder, path)) ?? files.find(join(place.folder, sourceOf(path)));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A package names what it builds; we read what it builds from. */
function sourceOf(entry: string): string {
  return entry
    .replace(/^(\.\/)?(dist|lib|build|out)\/(?:src\/|esm\/|cjs\/)?/, "src/")
    .replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
}

function matched(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === specifier ? "" : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (specifier.length < head.length + tail.length) return undefined;
  if (!specifier.startsWith(head) || !specifier.endsWith(tail)) return undefined;
  return specifier.slice(head.length, specifier.length - tail.length);
}

export function inside(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Joins with `/`, resolving `.` and `..`; the head may be a URI. */
export function join(folder: string, relative: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
