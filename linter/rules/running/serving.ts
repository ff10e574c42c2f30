import type { CallFact } from "../../facts.ts";
import { modulesOf } from "../../link/project/importers.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { oncePer, oncePerState } from "../../once-per.ts";
import { lastName, titleOf } from "../../value-parts.ts";

/** Whether the file has a program go on: a server that listens, a bot that signs in, or what is told when to stop. */
export const goesOn = oncePer(
  (file: FileNode) => file.mayName(words) && file.facts.calls.some((call) => waits(call) || signsIn(call)),
);

/** A server that listens, or a program that is told when to stop. */
function waits(call: CallFact): boolean {
  return listens(call) || isToldToStop(call);
}

function listens({ callee }: CallFact): boolean {
  if (callee.kind === "name") return /^(serve|startServer|createServer)$/.test(callee.name);
  return (
    callee.kind === "member" &&
    /^(listen|serve|createServer|startStandaloneServer|consume|subscribe)$/.test(callee.name)
  );
}

/** `process.on("SIGTERM", close)` */
function isToldToStop({ callee, arguments: [first] }: CallFact): boolean {
  const signal = first?.kind === "literal" && /^SIG[A-Z]+$/.test(String(first.value));
  return callee.kind === "member" && signal && titleOf(callee.of) === "process";
}

/** `client.login(token)`, `bot.launch()`: a bot, which answers from then on. */
function signsIn({ callee }: CallFact): boolean {
  return (
    callee.kind === "member" &&
    /^(login|launch|startPolling|start)$/.test(callee.name) &&
    /(client|bot)$/i.test(titleOf(callee.of))
  );
}

/** What a file of such a program names. */
const words =
  /listen|serve|createServer|startStandaloneServer|consume|subscribe|SIG|login|launch|startPolling|start/;

/** The folders of the packages that have a program which goes on when it is started, or that a framework serves; "" stands for what is in none. */
export const servingIn = oncePerState((project: Project): ReadonlySet<string> => {
  const out = new Set<string>();
  for (const file of project.files.inOrder()) {
    const folder = project.packageOf(file) ?? "";
    if (out.has(folder) || project.isForTests(file.path)) continue;
    if (project.isServed(file) || goesOn(file)) out.add(folder);
  }
  return out;
});

/** Whether the package says what it starts, has a program that goes on, or is one's library, and all that it starts is read; what lies in no package may be of any. */
export function hasProgram(project: Project, file: FileNode): boolean {
  if (project.startsUnread(file)) return false;
  const folder = project.packageOf(file);
  const serving = servingIn(project, project.state);
  if (folder !== undefined)
    return (
      serving.has(folder) || project.hasStarted(file) || (serving.size > 0 && project.isOwnLibrary(file))
    );
  return [...serving].some((one) => one !== "");
}

/**
 * Whether what stands outside of all functions does more than to say what there is: `main()`, `const server = app.listen(80)`. In a file that offers something
 * to others, what is done with objects is about what it offers: `router.get("/", …)`.
 */
export function actsWhenLoaded({ facts, exports }: FileNode): boolean {
  const isAtTop = (call: CallFact) => facts.regions[call.region]?.function === 0;
  return facts.calls.some((call) => isAtTop(call) && (exports.size > 0 ? actsByItself(call) : acts(call)));
}

function acts(call: CallFact): boolean {
  if (waits(call) || call.arguments.some(({ kind }) => kind === "function")) return true;
  return isForItself(call) && !prepares.test(lastName(call.callee));
}

/** `main()`, `(async () => { … })()`, `setInterval(look, 1000)` */
function actsByItself(call: CallFact): boolean {
  const { callee } = call;
  if (listens(call) || signsIn(call)) return true;
  const isOwn = callee.kind === "name" || callee.kind === "function";
  return isOwn && (isForItself(call) || call.use === "chained");
}

/** Nobody takes what it gives. */
function isForItself({ use }: CallFact): boolean {
  return use === "discarded" || use === "awaited";
}

/** Whether the file has something go on, or what it imports does. */
export function leadsToServing(project: Project, file: FileNode): boolean {
  const seen = new Set([file]);
  // It grows while it is gone through.
  for (const one of seen) {
    if (goesOn(one) || seen.size > mostImported) return true;
    for (const module of modulesOf(one)) {
      const there = project.resolve(module, one);
      if (there !== undefined) seen.add(there);
    }
  }
  return false;
}

const mostImported = 300;

/** What a file sets up for itself. */
const prepares = /^(config|set|locale|extend|index|pre|post|virtual|plugin|freeze|defineProperty)$/;
