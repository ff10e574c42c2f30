/** What people and libraries call the functions that take a function. */

/** Runs it once for each element of what it is called on. */
export const perElement = new Set([
  "map",
  "forEach",
  "flatMap",
  "filter",
  "some",
  "every",
  "find",
  "findIndex",
  "findLast",
  "reduce",
  "reduceRight",
]);
/** The like that programs and packages give lists for what is asynchronous: `rows.forEachAsync(load)`, `rows.asyncMap(load)`. */
export const perElementAsync =
  /^(map|forEach|each|filter|flatMap|some|every|find|reduce)(Async|Series|Sequential(ly)?|Parallel)$|^async(Map|ForEach|Each|Filter|FlatMap|Some|Every|Find|Reduce)$/;
/** Runs it once for each element of a list that it is given first, as a member of `Promise`. */
export const ofPromise = /^(each|mapSeries|filter|reduce)$/;
/** Keeps it, and runs it when something happens. */
export const later =
  /^(on|once|off|addListener|prependListener|addEventListener|subscribe|schedule|scheduleJob|cron|setTimeout|setInterval|setImmediate|describe|it|test|before|after|beforeEach|afterEach|command|hook|addHook|use|middleware|tool|registerTool|task|listen|consume)$|(Listener|Callback|Handler|Hook|Observer|Subscriber|Consumer|Processor)$|^(add|register|create|start)Worker$/;
/** What a package is told to start by a function's name runs as a job of its own: `start(exportVideo, [id])`. */
export const started = /^(start|startChild|executeChild|signalWithStart|enqueue|dispatch|trigger)$/;
/** Keeps it, where it is called on a router or is given a name or a path first. */
export const routes =
  /^(get|post|put|patch|delete|all|head|options|route|ws|register|process|define|add|action|handle|method)$/;
/** Runs it once and keeps the answer. */
export const cached =
  /memo|cache|^once$|remember|getOr(?:Set|Fetch|Create|Load|Compute|Add)|computeIfAbsent|singleflight|singleton|dedupe|^wrap$|withLock/i;
/** Libraries whose functions take (list, callback). */
export const listFirst = new Set([
  "lodash",
  "underscore",
  "async",
  "bluebird",
  "p-map",
  "p-each-series",
  "p-map-series",
  "p-filter",
  "radash",
  "remeda",
  "es-toolkit",
  "lodash-es",
  "ramda",
]);
