import type { Outline } from "../../outline/outline.ts";
import { nameOfFile } from "./file-names.ts";
import type { FileNode } from "./file-node.ts";
import type { Files } from "./files.ts";
import { otherKeys } from "./other-keys.ts";
import { handedBy } from "./passes.ts";
import { HANDED_OUT, HEIRS_OF, NAMED, OBJECTS_OF } from "./questions.ts";

/** A class that extends or implements something. */
export interface Heir {
  file: string;
  class: number;
  /** Its own name. */
  own: string;
}

/** Which files are left out of some indexes. */
export interface LeftOut {
  /** Its classes only stand in for others. */
  isStandIn(path: string): boolean;
  /** Its functions are called by nobody that does not import them: an imitation for tests, a page. */
  isApart(file: FileNode): boolean;
}

/** Files by what they declare under a name. Each index is made when it is first asked for, and brought up to each file that changes. */
export class Declared {
  private readonly files: Files;
  private readonly leftOut: LeftOut;
  private heirs: Map<string, Heir[]> | undefined;
  private objects: Map<string, Set<string>> | undefined;
  private handed: Map<string, Set<string>> | undefined;
  private named: Map<string, string | string[]> | undefined;
  private stems: Map<string, Set<string>> | undefined;

  constructor(files: Files, leftOut: LeftOut) {
    this.files = files;
    this.leftOut = leftOut;
  }

  /** Classes that name `name` as what they extend or implement; without those that only stand in for others. */
  heirsOf(name: string): Heir[] {
    this.heirs ??= this.indexHeirs();
    return this.heirs.get(name) ?? [];
  }

  /** The paths of files with object literals that are declared to be of a type of this name. */
  withObjectsOf(name: string): ReadonlySet<string> {
    this.objects ??= this.index(({ outline }) => outline.objects);
    return this.objects.get(name) ?? new Set();
  }

  /** The paths of files that hand out something under a name. */
  handingOut(name: string): ReadonlySet<string> {
    this.handed ??= this.index(({ outline }) => outline.handed);
    return this.handed.get(name) ?? new Set();
  }

  /** The paths of files that are called so, in the way of a variable. */
  filesNamed(name: string): readonly string[] {
    this.stems ??= this.index(({ path }) => [nameOfFile(path)]);
    return [...(this.stems.get(name) ?? [])];
  }

  /** The paths of files that have a function of a distinctive name. */
  naming(name: string): readonly string[] {
    this.named ??= this.indexNamed();
    const found = this.named.get(name) ?? [];
    return typeof found === "string" ? [found] : [...found].sort();
  }

  /** A file has other facts. What may be answered otherwise now. */
  replaced(old: FileNode, node: FileNode): string[] {
    const [before, now] = [old.outline, node.outline];
    const heirs = otherKeys(heirsBy(before), heirsBy(now));
    const objects = otherKeys(counted(before.objects), counted(now.objects));
    if (heirs.length > 0) this.heirs = undefined;
    if (objects.length > 0) this.objects = undefined;
    if (before.handed.join() !== now.handed.join()) this.handed = undefined;
    return [
      ...heirs.map(HEIRS_OF),
      ...objects.map(OBJECTS_OF),
      ...otherKeys(handedBy(old), handedBy(node)).map(HANDED_OUT),
      ...this.otherNamed(old, node).map(NAMED),
    ];
  }

  /** There are other files. */
  forget(): void {
    this.heirs = undefined;
    this.objects = undefined;
    this.handed = undefined;
    this.named = undefined;
    this.stems = undefined;
  }

  private index(namesOf: (file: FileNode) => readonly string[]): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>();
    for (const file of this.files.inOrder()) {
      for (const name of namesOf(file)) {
        const paths = index.get(name);
        if (paths === undefined) index.set(name, new Set([file.path]));
        else paths.add(file.path);
      }
    }
    return index;
  }

  private indexHeirs(): Map<string, Heir[]> {
    const index = new Map<string, Heir[]>();
    for (const file of this.files.inOrder()) {
      for (const heir of file.outline.heirs) {
        const list = index.get(heir.name) ?? [];
        list.push({ file: file.path, class: heir.class, own: heir.own });
        index.set(heir.name, list);
      }
    }
    for (const [name, list] of index) {
      const inEarnest = list.filter(({ file }) => !this.leftOut.isStandIn(file));
      if (inEarnest.length > 0) index.set(name, inEarnest);
    }
    return index;
  }

  private indexNamed(): Map<string, string | string[]> {
    const index = new Map<string, string | string[]>();
    for (const file of this.files.values()) {
      if (this.leftOut.isApart(file)) continue;
      for (const name of namedBy(file).keys()) addPath(index, name, file.path);
    }
    return index;
  }

  /** The names under which a file has other functions now. */
  private otherNamed(old: FileNode, node: FileNode): string[] {
    const [before, now] = [namedBy(old), namedBy(node)];
    const index = this.named;
    if (index !== undefined && !this.leftOut.isApart(node)) {
      for (const name of before.keys()) if (!now.has(name)) removePath(index, name, node.path);
      for (const name of now.keys()) if (!before.has(name)) addPath(index, name, node.path);
    }
    return otherKeys(before, now);
  }
}

/** Most names are of one file, and a list of one takes more room than the path. */
function addPath(index: Map<string, string | string[]>, name: string, path: string): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, path);
  else if (typeof known === "string") index.set(name, [known, path]);
  else known.push(path);
}

function removePath(index: Map<string, string | string[]>, name: string, path: string): void {
  const known = index.get(name);
  if (known === path) index.delete(name);
  else if (Array.isArray(known))
    index.set(
      name,
      known.filter((one) => one !== path),
    );
}

/** What a file says of the heirs of each name. */
function heirsBy({ heirs }: Outline): Map<string, string> {
  const out = new Map<string, string>();
  for (const { name, class: position, own } of heirs)
    out.set(name, `${out.get(name) ?? ""} ${position} ${own}`);
  return out;
}

function counted(names: readonly string[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const name of names) out.set(name, (out.get(name) ?? 0) + 1);
  return out;
}

function namedBy({ outline }: FileNode): Map<string, string> {
  const out = new Map<string, string>();
  for (const { name, function: index } of outline.named) out.set(name, `${out.get(name) ?? ""} ${index}`);
  return out;
}
