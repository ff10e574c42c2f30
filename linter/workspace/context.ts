import { jsonIn } from "../json.ts";
import {
  type CompilerPaths,
  folderOf,
  join,
  type PackagePlace,
  type ProjectContext,
} from "../link/project/modules.ts";
import { viewLibraries } from "../link/project/views.ts";
import {
  buildOnly,
  programsOf,
  runOnBun,
  servedByFramework,
  startedBy,
  testFoldersOf,
} from "./package-scripts.ts";
import { isPrismaText, schemasOf } from "./prisma-schemas.ts";
import { addStarted, isStartFile } from "./start-files.ts";

/** How imports resolve, what is started, and what there is to query, from the texts of every package.json, tsconfig.json, Procfile and its kind, and `.prisma` by path. Broken files count as empty. */
export function contextOf(manifests: ReadonlyMap<string, string>): ProjectContext {
  const compilers: CompilerPaths[] = [];
  const packages: PackagePlace[] = [];
  const said = new Map<string, Json>();
  const starting = new Map<string, string>();
  for (const [path, text] of manifests) {
    if (path.endsWith("/package.json") || path === "package.json") {
      const manifest = object(jsonIn(text));
      said.set(path, manifest);
      const place = packageAt(path, manifest);
      if (place !== undefined) packages.push(place);
      compilers.push(...aliasesAt(path, manifest));
    } else if (isStartFile(path.slice(path.lastIndexOf("/") + 1))) {
      starting.set(path, text);
    } else if (!isPrismaText(path)) {
      compilers.push(compilerAt(path, manifests));
    }
  }
  addStarted(packages, starting);
  keepWithin(said, packages);
  packages.push(...linked(said, packages));
  return {
    compilers: compilers.filter((c) => c.paths.length > 0 || c.base !== undefined),
    packages,
    schemas: schemasOf(manifests, said),
  };
}

/** Packages by the names that others give them, `"common": "file:../Common"`, from what each package.json says. */
function linked(said: ReadonlyMap<string, Json>, packages: readonly PackagePlace[]): PackagePlace[] {
  const out: PackagePlace[] = [];
  for (const [path, manifest] of said) {
    for (const [name, folder] of foldersAsked(path, manifest)) {
      const place = packages.find((one) => one.folder === folder && one.name !== name);
      if (place !== undefined && !out.some((one) => one.name === name && one.folder === folder))
        out.push({ ...place, name });
    }
  }
  return out;
}

/** What a package has in a folder of its own, `"prices": "file:./lib/prices"`, is for nobody else. */
function keepWithin(said: ReadonlyMap<string, Json>, packages: readonly PackagePlace[]): void {
  for (const [path, manifest] of said)
    for (const [, folder] of foldersAsked(path, manifest))
      for (const place of packages)
        if (place.folder === folder && folder.startsWith(folderOf(path))) place.private = true;
}

/** The folders of other packages that one depends on, each with the name that it gives it. */
function foldersAsked(path: string, manifest: Json): [name: string, folder: string][] {
  return Object.entries(object(manifest.dependencies)).flatMap(([name, target]) => {
    const relative = typeof target === "string" ? /^(?:file|link|portal):(.+)$/.exec(target)?.[1] : undefined;
    return relative === undefined ? [] : [[name, join(folderOf(path), relative)]];
  });
}

type Json = Record<string, unknown>;

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function compilerAt(path: string, manifests: ReadonlyMap<string, string>): CompilerPaths {
  const folder = folderOf(path);
  let base: string | undefined;
  let paths: CompilerPaths["paths"] | undefined;
  let at = path;
  // The first configuration on the way up through `extends` that sets a value decides it.
  for (let hops = 0; hops < 8; hops++) {
    const text = manifests.get(at);
    if (text === undefined) break;
    const settings = object(jsonIn(text));
    const options = object(settings.compilerOptions);
    const here = folderOf(at);
    if (base === undefined && typeof options.baseUrl === "string") base = join(here, options.baseUrl);
    if (paths === undefined && options.paths !== undefined) {
      const from = typeof options.baseUrl === "string" ? join(here, options.baseUrl) : here;
      paths = Object.entries(object(options.paths)).map(([pattern, targets]) => ({
        pattern,
        targets: texts(targets).map((target) => join(from, target)),
      }));
    }
    const [parent] = texts(settings.extends);
    if (parent === undefined || !parent.startsWith(".")) break;
    const named = join(here, parent);
    at = named.endsWith(".json") ? named : `${named}.json`;
  }
  return { folder, paths: paths ?? [], ...(base === undefined ? {} : { base }) };
}

function packageAt(path: string, manifest: Json): PackagePlace | undefined {
  const name = manifest.name;
  const exported = manifest.exports;
  const mapped = object(exported);
  const inner = object(manifest.imports);
  const scripts = object(manifest.scripts);
  const entries = [
    ...conditions(mapped["."] ?? (Object.keys(mapped).some((k) => k.startsWith(".")) ? undefined : exported)),
    ...["source", "types", "typings", "module", "main"].flatMap((key) => texts(manifest[key])),
  ];
  const subpaths = [...Object.entries(mapped), ...Object.entries(inner)]
    .filter(([key]) => (key.startsWith("./") && key !== ".") || key.startsWith("#"))
    .map(([pattern, target]) => ({ pattern, targets: conditions(target) }));
  return {
    name: typeof name === "string" ? name : "",
    folder: folderOf(path),
    majors: majorsIn(manifest),
    private: manifest.private === true,
    browser: browserPart(manifest),
    foundAt: foundAtBy(dependenciesOf(manifest)),
    entries,
    subpaths,
    programs: programsOf(folderOf(path), scripts),
    started: startedOf(manifest),
    tests: testFoldersOf(folderOf(path), scripts),
    onBun: runOnBun(scripts),
    isServed: servedByFramework(scripts),
  };
}

/** `"main": "server.js"`, `"bin": { "shop": "cli.js" }`, and what its scripts start. */
function startedOf(manifest: Json): string[] {
  const bin = typeof manifest.bin === "string" ? [manifest.bin] : Object.values(object(manifest.bin));
  return [...texts(manifest.main), ...bin.flatMap(texts), ...startedBy(object(manifest.scripts))];
}

/** `"pg": "^8.16.0"` is 8; what is a path, a tag or a catalog's says nothing. */
function majorsIn(manifest: Json): Record<string, number> {
  const out: Record<string, number> = {};
  for (const key of ["peerDependencies", "devDependencies", "dependencies"]) {
    for (const [name, range] of Object.entries(object(manifest[key]))) {
      const major =
        typeof range === "string"
          ? /^(?:npm:.+@|workspace:)?[\^~>=v ]*(\d+)(?![\w-])/.exec(range)?.[1]
          : undefined;
      if (major !== undefined) out[name] = Number(major);
    }
  }
  return out;
}

/** What the package `module-alias` resolves: `"_moduleAliases": { "@models": "src/models" }`. */
function aliasesAt(path: string, manifest: Json): CompilerPaths[] {
  const folder = folderOf(path);
  const paths = Object.entries(object(manifest._moduleAliases)).flatMap(([name, target]) =>
    typeof target !== "string"
      ? []
      : [
          { pattern: name, targets: [join(folder, target)] },
          { pattern: `${name}/*`, targets: [join(folder, `${target}/*`)] },
        ],
  );
  return paths.length === 0 ? [] : [{ folder, paths }];
}

const servers =
  /^(express|fastify|koa|hono|@nestjs\/core|next|nuxt|@remix-run\/node|@hapi\/hapi|@apollo\/server|@prisma\/client|pg|postgres|mysql2|mongodb|mongoose|typeorm|knex|sequelize|ioredis|bullmq|nodemailer|preact-render-to-string|@react-email\/render)$/;

const anywhere = /^/;

/** Frameworks, tools and libraries that load files by where they lie or how they are called. */
const finders: { by: RegExp; at: RegExp }[] = [
  { by: /^next$/, at: /^(src\/)?((pages|app)\/|middleware|instrumentation|proxy)/ },
  {
    by: /^(@remix-run|@react-router)\/|^@tanstack\/.*start$/,
    at: /^(app|src)\/(routes|root|entry|server|start)/,
  },
  { by: /^@sveltejs\/kit$/, at: /^src\/(routes|hooks|params)/ },
  { by: /^astro$/, at: /^src\/(pages|middleware|actions|content)/ },
  { by: /^gatsby$/, at: /^(src\/(pages|api)\/|gatsby-)/ },
  { by: /^(vercel|@vercel\/node|netlify-cli|@netlify\/.+)$/, at: /^(api|functions|netlify|edge)\// },
  { by: /^(wrangler|@cloudflare\/.+)$/, at: /^((src\/)?(index|worker|main|_worker)\.|functions\/)/ },
  { by: /^convex$/, at: /^(src\/)?convex\// },
  { by: /^@trigger\.dev\//, at: /(^|\/)trigger\// },
  { by: /^graphile-worker$/, at: /(^|\/)tasks\// },
  { by: /^bree$/, at: /(^|\/)jobs\// },
  {
    by: /^(nuxt|nitropack|nitro|@redwoodjs\/.+|blitz|@blitzjs\/.+|wasp|rakkasjs|strapi|@strapi\/.+|sails|@adonisjs\/.+|moleculer|egg|@midwayjs\/.+|thinkjs|actionhero|kraken-js|@loopback\/.+|@hapipal\/.+)$/,
    at: anywhere,
  },
  {
    by: /^(serverless|serverless-.+|aws-lambda|@types\/aws-lambda|@middy\/.+|aws-cdk|aws-cdk-lib|@aws-cdk\/.+|sst|@architect\/.+|@google-cloud\/functions-framework|@azure\/functions|encore\.dev|windmill-client)$/,
    at: anywhere,
  },
  {
    by: /^(@fastify\/autoload|fastify-autoload|consign|express-load|include-all|require-dir|require-directory|require-all|requireindex|auto-load|swagger-express-.+|oas3-tools|express-openapi.*|merge-graphql-schemas|@graphql-tools\/load-files)$/,
    at: anywhere,
  },
  {
    by: /^(@discordx\/importer|@sapphire\/.+|discord-akairo|commandkit|wokcommands|hubot)$/,
    at: anywhere,
  },
];

function foundAtBy(dependencies: readonly string[]): RegExp[] {
  return finders.flatMap(({ by, at }) => (dependencies.some((name) => by.test(name)) ? [at] : []));
}

function dependenciesOf(manifest: Json): string[] {
  return ["dependencies", "devDependencies", "peerDependencies"].flatMap((key) =>
    Object.keys(object(manifest[key])),
  );
}

function browserPart(manifest: Json): PackagePlace["browser"] {
  const names = dependenciesOf(manifest);
  if (!names.some((name) => viewLibraries.includes(name))) return "none";
  return names.some((name) => servers.test(name)) && !buildOnly(object(manifest.scripts)) ? "some" : "all";
}

/** All paths that an `exports` value may lead to, whatever the conditions. */
function conditions(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (depth > 5 || typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner) => conditions(inner, depth + 1));
}
