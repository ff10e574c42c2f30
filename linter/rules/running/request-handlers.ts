import type { CallFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";

const verbs = /^(get|post|put|patch|delete|head|options|all|use|route)$/;
/** What Fastify and Hapi call on the way of a request. */
const stages =
  /^(?:on(?:Request|Send|Response|Timeout|RequestAbort)|pre(?:Handler|Parsing|Validation|Serialization)|on(?:Pre|Post)(?!Start|Stop)[A-Z]\w*|onCredentials)$/;
const routers = /app|router|server|fastify|route/i;

/** A function that somebody calls for each request: a router, a framework that knows it by its name, a server that makes its context. */
export function isHandler(linked: Linked, file: FileNode, index: number): boolean {
  const fact = file.facts.functions[index];
  if (fact === undefined) return false;
  const passed = file.passedTo.get(index);
  const taker = passed === undefined ? undefined : file.facts.calls[passed.call];
  if (taker !== undefined && isRouted(linked, file, taker)) return true;
  if (fact.decorators.some(({ value }) => isRoute(file, value))) return true;
  if (isOption(file, index)) return true;
  const names = exportsAs(file, index);
  if (names.some((name) => byConvention.test(name) || makesContext(linked, file, name))) return true;
  const [first, second] = fact.parameters;
  return /^(req|request)$/.test(first?.name ?? "") && /^(res|response|reply)$/.test(second?.name ?? "");
}

/** What frameworks and clouds call in a file of their kind, by the name that it exports. */
const byConvention = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|handler|loader|action|getServerSideProps)$/;

/** The names that the file exports a function by. */
function exportsAs(file: FileNode, index: number): string[] {
  const isIt = (value: Value | undefined): boolean => {
    if (isFunction(value, index)) return true;
    const binding = value?.kind === "name" ? file.facts.bindings[value.binding] : undefined;
    return binding?.kind === "function"
      ? binding.target === index
      : isFunction(binding?.values[0]?.value, index);
  };
  return [...file.exports].flatMap(([name, facts]) => (facts.some(({ value }) => isIt(value)) ? [name] : []));
}

/** `new ApolloServer({ context: createContext })` in a file that imports the function, or in its own: a server calls it for each request. */
function makesContext(linked: Linked, file: FileNode, name: string): boolean {
  if (!/context/i.test(name)) return false;
  return [file, ...linked.project.importersOf(file)].some(({ facts, imports }) =>
    facts.calls.some(({ arguments: given }) =>
      given.some(
        (argument) =>
          argument.kind === "object" &&
          argument.properties.some(({ key, value }) => {
            if ((key !== "context" && key !== "createContext") || value.kind !== "name") return false;
            return facts === file.facts ? value.name === name : imports.get(value.binding)?.name === name;
          }),
      ),
    ),
  );
}

function isFunction(value: Value | undefined, index: number): boolean {
  return value?.kind === "function" && value.function === index;
}

/** `app.get(…)`: by what the receiver is called, or by the path that a thing of a package is given. */
function isRouted(linked: Linked, file: FileNode, { callee, arguments: [first] }: CallFact): boolean {
  if (callee.kind !== "member") return false;
  const written = first?.kind === "literal" && typeof first.value === "string" ? first.value : "";
  if (callee.name === "on") return written === "request" || /^[A-Z]+$/.test(written);
  if (callee.name === "addHook" || callee.name === "ext") return stages.test(written);
  if (!verbs.test(callee.name)) return false;
  if (routers.test(titleOf(callee.of))) return true;
  return /^[/*]/.test(written) && comesFromPackage(linked, file, callee.of);
}

/** `const hono = new Hono()`, of a package whose insides are not known. */
function comesFromPackage(linked: Linked, file: FileNode, value: Value): boolean {
  const held = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  const made = held?.kind === "call" ? file.facts.calls[held.call] : undefined;
  return made !== undefined && linked.evaluator.value(file, made.callee).some((e) => e.kind === "external");
}

function isRoute(file: FileNode, value: Value): boolean {
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return (
    callee?.kind === "name" &&
    /^(Get|Post|Put|Patch|Delete|All|Query|Mutation|ResolveField)$/.test(callee.name)
  );
}

/** `server.route({ method, url, handler: … })`, and the context that a GraphQL or RPC server makes for each request. */
function isOption(file: FileNode, index: number): boolean {
  return file.facts.calls.some(({ arguments: given }) =>
    given.some((argument) => {
      if (argument.kind !== "object") return false;
      const own = argument.properties.find(
        ({ value }) => value.kind === "function" && value.function === index,
      )?.key;
      if (own === "context" || own === "createContext") return true;
      const keys = argument.properties.map(({ key }) => key);
      return own === "handler" && keys.includes("method") && (keys.includes("url") || keys.includes("path"));
    }),
  );
}
