import type { Import, Source } from "./source.ts";

/** What the files of one area may reach. The first area whose pattern a file matches is its own. */
interface Area {
  files: RegExp;
  /** Files of this repository. */
  may: RegExp;
  /** Files of which it may know the types only. */
  mayKnowTypesOf?: RegExp;
  /** Packages, `vscode` and `node:*` among them. */
  packages: RegExp;
  /** What would make the same input give another output: clock, luck, timers. */
  pure: boolean;
}

const anyPackage = /./;
const nodeOnly = /^(?!vscode$)/;

/** Files of the simulator that a view runs too: names, numbers and units, which need nothing but one another. */
const leaves = /^simulator\/(frame|outcome|wire|scenario\/units)\.ts$/;

/** What both cores and every shell tell people with. */
const words = /^words\//;

/** The arrows of docs/architecture.md. */
const areas: Area[] = [
  { files: words, may: words, packages: /^fastest-levenshtein$/, pure: true },
  { files: leaves, may: leaves, packages: /^$/, pure: true },
  {
    // The thread's entry: it alone sees the clock and the port.
    files: /^simulator\/worker\.ts$/,
    may: /^simulator\//,
    packages: /^(node:|piscina$)/,
    pure: false,
  },
  {
    files: /^simulator\//,
    may: /^(words|simulator)\/(?!worker\.ts)/,
    packages: /^(zod|yaml|jsonc-parser|d3-dsv)(\/|$)/,
    pure: true,
  },
  {
    // The thread's entry: it alone meets Node.
    files: /^linter\/worker\.ts$/,
    may: /^linter\//,
    packages: /^node:worker_threads$/,
    pure: false,
  },
  {
    files: /^linter\//,
    may: /^(words|linter)\/(?!worker\.ts)/,
    packages: /^(@vscode\/tree-sitter-wasm|jsonc-parser)$/,
    pure: true,
  },
  {
    // It runs the leaves of the simulator only; the rest it knows by the shape of its messages.
    files: /^webview\//,
    may: new RegExp(`^webview/|${leaves.source}|${words.source}`),
    mayKnowTypesOf: /^simulator\//,
    packages: /^(d3|d3-[a-z]+|@dagrejs\/dagre)$/,
    pure: false,
  },
  {
    files: /^host\/linter\//,
    may: /^(host\/(linter\/|threads\.ts)|linter\/)/,
    packages: nodeOnly,
    pure: false,
  },
  { files: /^host\//, may: /^(words\/|host\/(?!linter\/)|simulator\/)/, packages: nodeOnly, pure: false },
  {
    files: /^extension\/server\//,
    may: /^(words|extension|linter|host\/linter)\//,
    packages: nodeOnly,
    pure: false,
  },
  {
    files: /^extension\//,
    may: /^(words|extension|host|simulator|linter)\/|^webview\/page\.ts$/,
    packages: anyPackage,
    pure: false,
  },
  {
    files: /^cli\//,
    may: /^(words|cli|host|simulator|linter)\/|^webview\/page\.ts$/,
    packages: nodeOnly,
    pure: false,
  },
];

/** Files that join the two cores; every other knows one of them at most. */
const joints = /^(extension\/bridge|cli)\//;

/** What the language itself offers; the names of Node and of the DOM are kept out by the tsconfig.json of each core. */
const impure = /^(Math\.random|Date\.now|new Date|Date|performance\.now|set(Timeout|Interval|Immediate))$/;

/** Every way in which `source` reaches through a wall, each as `file:line what`. */
export function breaches({ path, imports, uses }: Source): string[] {
  const area = areas.find(({ files }) => files.test(path));
  if (!area) return [`${path}:1 belongs to no area`];
  const forbidden = imports.filter((imported) => !allowed(area, imported));
  // A type is only the shape of what crosses; what ties two cores together is code that runs both.
  const knows = (core: RegExp) => imports.some(({ target, typeOnly }) => !typeOnly && core.test(target));
  const both =
    !joints.test(path) &&
    knows(/^(simulator\/|host\/(?!linter\/|threads\.ts))/) &&
    knows(/^(host\/)?linter\//);
  return [
    ...(both ? [`${path}:1 knows both the simulator and the linter`] : []),
    ...forbidden.map(({ target, line }) => `${path}:${line} imports ${target}`),
    ...(area.pure ? uses : [])
      .filter(({ name }) => impure.test(name))
      .map(({ name, line }) => `${path}:${line} uses ${name}`),
  ];
}

function allowed(area: Area, { target, typeOnly }: Import): boolean {
  const ours = /\.(ts|mts|mjs|js|css|json)$/.test(target) && target.includes("/");
  if (!ours) return area.packages.test(target);
  return area.may.test(target) || (typeOnly && area.mayKnowTypesOf?.test(target) === true);
}
