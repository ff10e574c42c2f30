import { join } from "../link/project/modules.ts";

/** `scripts` of a package.json, as they stand there. */
export type Scripts = Record<string, unknown>;

/** What scripts are called that a person runs and waits for; a server, a worker or a job has other names. */
const byHand =
  /^(db|database|prisma|data|seeds?|scripts?|migrat\w*|backfill|populate|import|export|fix|convert|ingest|tools?|reset|drop|truncate|wipe|build|generate|codegen|download|health\w*)($|[:_-])/i;
/** A script that keeps a program running, whatever is said before. */
const goesOn = /(^|[:_-])(start|dev|serve|server|watch|worker|cron|prod)$/i;

/** Where programs are that a person runs, whatever the script is called: `"create-admin": "node dist/scripts/create-admin.js"`. */
const ofScripts = /(^|\/)(scripts?|tools?)\//;

/** The files that scripts start by hand: `"db:seed": "dotenv -e .env tsx ./seed/dev.ts"`. */
export function programsOf(folder: string, scripts: Scripts): string[] {
  return Object.entries(scripts).flatMap(([name, command]) =>
    typeof command !== "string" || goesOn.test(name)
      ? []
      : [...command.matchAll(started)]
          .map(([, file = ""]) => file)
          .filter((file) => byHand.test(name) || ofScripts.test(file))
          .map((file) => join(folder, file)),
  );
}

/** `"start": "nodemon src/app"`: what scripts of other names start may be run once, by hand or by a schedule that nobody sees. */
export function startedBy(scripts: Scripts): string[] {
  return Object.entries(scripts).flatMap(([name, command]) => {
    if (!keepsRunning.test(name)) return [];
    const files = startedIn(String(command));
    return goesOn.test(name) ? files : files.filter((file) => !ofScripts.test(file));
  });
}

const keepsRunning =
  /(^|[:_-])(start|dev|develop|serve|server|watch|workers?|crons?|jobs?|prod|production|local|debug|api|web|bot|app|run|daemon|queue|consumers?|schedul\w*|clock)($|[:_-])/i;

/** The files that a command starts, which may lack their ending. */
export function startedIn(command: string): string[] {
  return [...command.matchAll(starting)].map(([, file = ""]) => file);
}

/** The first thing behind a runner that is no option of it: `nodemon --watch src src/app`, of which both are taken. */
const starting =
  /(?<=\b(?:node|tsx|ts-node|ts-node-dev|nodemon|bun|bun run|deno run|esno|vite-node|babel-node|pm2|pm2 start|pm2-runtime|forever|forever start|electron)\b[^&|;]*?\s)([\w./@-]+)/g;

/** `bun src/index.ts`, `bun run --hot server.js`; `bun run build` and `bun install` are a package manager's. */
const bun = /\bbun\s+(?:run\s+)?(?:-\S+\s+)*[\w./-]+\.[cm]?[jt]sx?\b/;

/** `node dist/fix.js`, `ts-node -r tsconfig-paths/register src/fix.ts` */
const started =
  /\b(?:node|tsx|ts-node|ts-node-dev|bun|esno|vite-node|babel-node|esr)\b[^&|;]*?\s([\w./-]+\.[cm]?[jt]s)\b/g;

export function runOnBun(scripts: Scripts): boolean {
  return Object.values(scripts).some((command) => bun.test(String(command)));
}

/** `"start": "next start"`: a framework's own program serves what the package has. */
export function servedByFramework(scripts: Scripts): boolean {
  return Object.values(scripts).some((command) => frameworks.test(String(command)));
}

const frameworks =
  /\b(?:(?:next|astro|nuxt|nuxi|vinxi|blitz|strapi|medusa|remix|react-router|svelte-kit)\s+(?:vite:)?(?:dev|develop|start|serve)|remix-serve|react-router-serve|sails\s+lift|ace(?:\.js)?\s+serve)\b/;

/** The folders that a runner of tests is told to go through, as full paths: `"test": "mocha --recursive t"`. */
export function testFoldersOf(folder: string, scripts: Scripts): string[] {
  return Object.values(scripts).flatMap((command) =>
    [...String(command).matchAll(testing)].flatMap(([, given = ""]) =>
      given
        .replace(withValue, " ")
        .split(/\s+/)
        .map((word) => word.replace(/^["']|["']$/g, "").replace(/^\.\/|\/?(\*.*)?$/g, ""))
        .filter((word) => /^[\w-]+(\/[\w-]+)*$/.test(word) && /[a-z]/i.test(word) && !ofPrograms.test(word))
        .map((word) => join(folder, word)),
    ),
  );
}

/** What follows a runner of tests, to the end of its command. */
const testing = /\b(?:mocha|ava|tape|tap|jasmine|cucumber-js|node --test)((?:\s+[^\s&|;]+)+)/g;
/** Options that take a word after a blank. */
const withValue =
  /\s(?:-[rRugtcf]|--(?:require|file|reporter|ui|timeout|config|opts|grep|fgrep|extension|import|loader|exit-code|jobs|retries|tags|format))\s+\S+/g;
/** Where programs are, tests may lie beside them. */
const ofPrograms = /^(src|lib|libs|app|apps|packages|server|api|backend|modules|services)(\/|$)/;

/** `"dev": "vite", "start": "vite preview"`: the package depends on a server, and starts none. */
export function buildOnly(scripts: Scripts): boolean {
  const commands = Object.values(scripts).map(String);
  return commands.some((one) => bundling.test(one)) && !commands.some((one) => serving.test(one));
}

const command = String.raw`(?:^|&&|;)\s*(?:\w+=\S+\s+|cross-env\s+|npx\s+)*`;
const bundling = new RegExp(
  `${command}(?:vite|react-scripts (?:start|build)|ng (?:serve|build)|vue-cli-service (?:serve|build)|expo start)\\b`,
);
const serving = new RegExp(
  `${command}(?:next|node|nodemon|ts-node|tsx|bun|deno|nuxi|nuxt|remix|react-router|astro|vinxi|svelte-kit|nest|pm2|serverless|sls|wrangler|firebase)\\b`,
);
