import type { FileNode, Project } from "../../link/project/project.ts";

/** How many files may hand something on before somebody uses it. */
const mostHandings = 8;

/**
 * The files that use something of a file: those that import it or, where one of them only hands it on, those that take it from there. A barrel hands on what many
 * files have, and who imports one of them does not use the others. Tests use what they test.
 */
export function usersOf(project: Project, file: FileNode): FileNode[] {
  const users = new Set<FileNode>();
  collect(project, file, file.outline.exports, users, mostHandings);
  users.delete(file);
  return [...users];
}

/** Adds those that use what a file exports under these names. */
function collect(
  project: Project,
  file: FileNode,
  names: readonly string[],
  users: Set<FileNode>,
  hops: number,
): void {
  for (const importer of project.importersOf(file)) {
    if (project.isForTests(importer.path)) continue;
    const handed = hops > 0 ? handedOn(project, importer, file, names) : undefined;
    if (handed === undefined) users.add(importer);
    else if (handed.length > 0) collectFrom(project, importer, handed, users, hops - 1);
  }
}

function collectFrom(
  project: Project,
  barrel: FileNode,
  names: readonly string[],
  users: Set<FileNode>,
  hops: number,
): void {
  const taken = new Set<FileNode>();
  collect(project, barrel, names, taken, hops);
  for (const one of taken) {
    const from = one.outline.imports.filter(({ module }) => project.resolve(module, one) === barrel);
    // What is required may be taken as a whole.
    const isTaken = from.length === 0 || from.some(({ name }) => names.includes(name));
    if (isTaken || (from.some(({ name }) => name === "*") && takesOfAll(project, one, barrel, names)))
      users.add(one);
  }
}

/** Of `import * as services` it takes what it names, `services.weather()`, or hands all of it on: `{ ...services }`. */
function takesOfAll(project: Project, one: FileNode, barrel: FileNode, names: readonly string[]): boolean {
  if (names.some((name) => one.mayName(new RegExp(name.replace(/\W/g, "."))))) return true;
  const { bindings, imports } = one.facts;
  return imports.some(({ binding, module, name }) => {
    const local = bindings[binding]?.name ?? "";
    const whole = new RegExp(`(\\.\\.\\.|[(\\[,:={])\\s*${local.replace(/\W/g, ".")}\\s*[)\\],;}\\n]`);
    return name === "*" && project.resolve(module, one) === barrel && whole.test(one.source);
  });
}

/** Under which names an importer hands on what it imports, where it does nothing else; undefined where it may use it. */
function handedOn(
  project: Project,
  importer: FileNode,
  file: FileNode,
  names: readonly string[],
): string[] | undefined {
  const { imports, handedOn: whole } = importer.outline;
  if (imports.some(({ module }) => project.resolve(module, importer) === file)) return undefined;
  const isOf = (module: string) => project.resolve(module, importer) === file;
  const all = whole.some(isOf) ? names.filter((name) => name !== "default") : [];
  const some = [...importer.exports].flatMap(([name, facts]) =>
    facts.some(
      ({ module, imported }) => module !== undefined && isOf(module) && names.includes(imported ?? name),
    )
      ? [name]
      : [],
  );
  const handed = [...new Set([...all, ...some])].filter((name) => name !== "*");
  // It requires the file in some other way.
  return handed.length > 0 || reexports(importer, isOf) ? handed : undefined;
}

function reexports({ exports }: FileNode, isOf: (module: string) => boolean): boolean {
  return [...exports.values()].some((facts) =>
    facts.some(({ module }) => module !== undefined && isOf(module)),
  );
}
