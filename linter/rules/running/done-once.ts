import type { CallFact, FileFacts, FunctionFact, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isHandler } from "./request-handlers.ts";
import { goesOn, leadsToServing, servingIn } from "./serving.ts";

/** A program that does its work and ends, or whose name says that it is there to try something. */
export function isDoneOnce(linked: Linked, file: FileNode): boolean {
  return endsByItself(linked, file) || isTrial(linked, file);
}

/**
 * `check_stock.js`, `debug-orders.mjs`, `orders-test.mjs`, `setupTriggers.js`; and `test-server.js`, `index.minimal.ts`, which serve in the place of the program that the
 * package starts.
 */
export function isTrial(linked: Linked, file: FileNode): boolean {
  const [name = ""] = /[^/]*$/.exec(file.path) ?? [];
  if (file.exports.size > 0) return false;
  const isTried = tried.test(name) || trial.test(name);
  return goesOn(file) ? (isTried || inPlace.test(name)) && isBesideStarted(linked, file) : isTried;
}

/** Whether the package starts another file, and not this one. */
function isBesideStarted({ project }: Linked, file: FileNode): boolean {
  return (
    !project.isStarted(file) &&
    [...project.files.inOrder()].some(
      (other) => project.isSamePackage(file, other) && project.isStarted(other),
    )
  );
}

const tried =
  /^(check|test|debug|diagnose|verify|inspect|set-?up|fix|populate|list|show|dump|print|try|tmp|temp|scratch|repro|reproduce|simulate|simulation)([-_]|(?=[A-Z]))/;
const trial = /[-_](test|check)\.[cm]?[jt]s$/i;
const inPlace =
  /(^|[-_.])(mock|fake|dummy|demo|simple|minimal|working|dev|test|debug|old|backup|bak)(?=[-_.][^/]*$)/i;

/**
 * `main().then(() => process.exit(0))`, `run(process.argv[2])`: it is given what to do, does its work and ends. What waits for
 * requests, jobs or signals does not.
 */
export function endsByItself(linked: Linked, file: FileNode): boolean {
  // A job that a schedule starts ends too, and how long it takes matters.
  if (isBySchedule(file.path)) return false;
  const { calls } = file.facts;
  const ends =
    calls.some((call) => isGoodEnd(file, call)) || readsArguments(file) || closesAtEnd(linked, file);
  return ends && !goesOn(file);
}

/**
 * Whether the name of a file says that something starts it again and again, or has it wait for work: `jobs/digest.ts`, `cleanup.cron.js`. In `create-missing-tasks.js` the word
 * is what somebody makes by hand.
 */
export function isBySchedule(path: string): boolean {
  const [, folder = "", name = ""] = /^(.*\/)?([^/]*)$/.exec(path) ?? [];
  return scheduled.test(folder) || (scheduled.test(name) && !byHand.test(name));
}

const scheduled = /(cron|jobs?|worker|task|schedule)s?\b/i;
const byHand =
  /^(api-|quick-|simple-|manual-)?(create|add|insert|update|delete|remove|drop|find|search|get|list|show|count|check|verify|compare|analy[sz]e|inspect|diagnose|debug|test|try|fix|repair|restore|assign|trigger|force|make|setup|reset|migrate)([-_]|(?=[A-Z]))/;

/**
 * A program by itself, which nothing of the package starts and nothing keeps running: somebody does, beside the one that serves. What a schedule starts is called
 * so, mostly.
 */
export function isOneRun({ project }: Linked, file: FileNode): boolean {
  return (
    file.exports.size === 0 &&
    servingIn(project, project.state).size > 0 &&
    !project.isStarted(file) &&
    !isBySchedule(file.path) &&
    !keepsRunning(file) &&
    !leadsToServing(project, file)
  );
}

/** What somebody runs when there is need, by where it lies: `scripts/refill.js`, which no package starts, and `bin/list-users.js`. */
export function isScript(project: Project, file: FileNode): boolean {
  const lies = inScripts.test(project.inProject(file));
  return (lies && !project.isStarted(file) && !goesOn(file)) || isInBin(project, file);
}

/** `bin/list-users.js`, which no package starts and which does not go on. */
export function isInBin(project: Project, file: FileNode): boolean {
  const path = project.inProject(file);
  return (
    /(^|\/)bin\//.test(path) &&
    file.exports.size === 0 &&
    !project.isStarted(file) &&
    !isBySchedule(path) &&
    !keepsRunning(file) &&
    !leadsToServing(project, file)
  );
}

const inScripts = /(^|\/)(scripts?|tools?)\//;

/** `setInterval(look, 1000)`, `queue.process(send)`, `new Worker("mail", send)`, `bot.on("message", answer)`, `while (true)` */
export function keepsRunning({ facts }: FileNode): boolean {
  return (
    facts.calls.some(({ callee, form, arguments: [first], start, end }) => {
      const name = lastName(callee);
      // `setTimeout(check, 1000)` in `check`
      if (name === "setTimeout" && first?.kind === "name") {
        const own = functionOf(facts, first.binding);
        return own !== undefined && own.start <= start && end <= own.end;
      }
      if (name === "on")
        return callee.kind === "member" && !/^process$|connection$|^mongoose$/i.test(titleOf(callee.of));
      if (form === "new") return /(Worker|CronJob|Consumer|Queue)$/.test(name);
      if (callee.kind !== "member") return /^(setInterval|schedule)$/.test(name);
      return running.test(name) || (/^(run|start)$/.test(name) && runners.test(titleOf(callee.of)));
    }) || facts.regions.some(({ kind, condition }) => kind === "while" && condition?.kind === "literal")
  );
}

/** The function that a variable is declared with. */
function functionOf({ bindings, functions }: FileFacts, binding: number): FunctionFact | undefined {
  const held = bindings[binding];
  const value = held?.values[0]?.value;
  if (held?.kind === "function") return functions[held.target ?? -1];
  return value?.kind === "function" ? functions[value.function] : undefined;
}

const running = /^(setInterval|schedule|scheduleJob|every|process|watch)$/;
const runners = /(app|server|bot|client|worker|consumer|agenda|scheduler|queue|boss|cron|task|job)s?$/i;

/** `process.argv`, in a file that offers nothing to others. */
function readsArguments(file: FileNode): boolean {
  if (file.exports.size > 0) return false;
  const isIt = (value: Value) =>
    value.kind === "member" &&
    value.name === "argv" &&
    value.of.kind === "name" &&
    value.of.name === "process";
  const { bindings, calls } = file.facts;
  return (
    bindings.some(({ values }) => values.some(({ value }) => mentions(file, value, isIt))) ||
    calls.some(({ callee, arguments: given }) =>
      [callee, ...given].some((value) => mentions(file, value, isIt)),
    )
  );
}

/**
 * `await mongoose.disconnect()`, in a file that offers nothing to others: nobody asks it anything afterwards. What a request handler closes is
 * its own.
 */
function closesAtEnd(linked: Linked, file: FileNode): boolean {
  const closes = ({ callee, region }: CallFact) =>
    callee.kind === "member" &&
    /^\$?(disconnect|close|end|destroy|quit)$/.test(callee.name) &&
    /^(mongoose(\.connection)?|prisma|sequelize|knex|db|pool|client|connection|(app)?dataSource|orm)$/i.test(
      titleOf(callee.of),
    ) &&
    !isInHandler(linked, file, region);
  return file.exports.size === 0 && file.facts.calls.some(closes);
}

function isInHandler(linked: Linked, file: FileNode, region: number): boolean {
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = file.facts.regions[at];
    if (here === undefined) return false;
    if (here.kind === "function" && here.function > 0 && isHandler(linked, file, here.function)) return true;
    at = here.parent;
  }
  return false;
}

/** `process.exit()`, unless it is what is done after an error. */
function isGoodEnd(file: FileNode, { callee, arguments: given, region }: CallFact): boolean {
  if (titleOf(callee) !== "process.exit" || given.some(isFailure)) return false;
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = file.facts.regions[at];
    if (here?.kind === "catch") return false;
    const passed = here?.kind === "function" ? file.passedTo.get(here.function) : undefined;
    const taker = passed === undefined ? undefined : file.facts.calls[passed.call]?.callee;
    if (taker?.kind === "member" && taker.name === "catch") return false;
    const name = here?.kind === "function" ? file.facts.functions[here.function]?.name : undefined;
    if (/error|fail/i.test(name ?? "")) return false;
    at = here?.parent ?? -1;
  }
  return true;
}

function isFailure(value: Value): boolean {
  return value.kind === "literal" && value.value !== 0;
}
