import type { CallFact } from "../../facts.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { oncePerState } from "../../once-per.ts";
import { lastName, titleOf } from "../../value-parts.ts";

/** Whether the file has a program go on: a server that listens, a bot that signs in, or what is told when to stop. */
export function goesOn(file: FileNode): boolean {
  return file.mayName(words) && file.facts.calls.some((call) => waits(call) || signsIn(call));
}

/** A server that listens, or a program that is told when to stop. */
function waits({ callee, arguments: given }: CallFact): boolean {
  if (callee.kind === "name") return /^(serve|startServer|createServer)$/.test(callee.name);
  if (callee.kind !== "member") return false;
  if (/^(listen|serve|createServer|startStandaloneServer|consume|subscribe)$/.test(callee.name)) return true;
  const [first] = given;
  const signal = first?.kind === "literal" && /^SIG[A-Z]+$/.test(String(first.value));
  return signal && titleOf(callee.of) === "process";
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

/** The programs that go on when they are started, one of each package; a package is known by its folder. */
export const servingIn = oncePerState((project: Project): ReadonlyMap<string, FileNode> => {
  const out = new Map<string, FileNode>();
  for (const file of project.files.inOrder()) {
    const folder = project.packageOf(file) ?? "";
    if (out.has(folder) || project.isForTests(file.path)) continue;
    if (goesOn(file)) out.set(folder, file);
  }
  return out;
});

/** Whether what stands outside of all functions does more than to say what there is: `main()`, `router.get("/", …)`, `const server = app.listen(80)`. */
export function actsWhenLoaded({ facts }: FileNode): boolean {
  return facts.calls.some((call) => facts.regions[call.region]?.function === 0 && acts(call));
}

function acts(call: CallFact): boolean {
  if (waits(call) || call.arguments.some(({ kind }) => kind === "function")) return true;
  return (call.use === "discarded" || call.use === "awaited") && !prepares.test(lastName(call.callee));
}

/** What a file sets up for itself. */
const prepares = /^(config|set|locale|extend|index|pre|post|virtual|plugin|freeze|defineProperty)$/;
