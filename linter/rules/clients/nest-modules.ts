import type { Library, PoolFacts } from "../../catalog/library.ts";
import type { CallFact, ClassFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { type Built, builtIn } from "../../options/constructions.ts";
import { isSet } from "../../options/options.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { saysSo } from "./set-elsewhere.ts";

/** How a module of Nest brings in what its classes ask by: as it is, or registered with options of its own. */
type Brought = "bare" | "registered";

/**
 * Whether a module of the library is registered with options of its own for the class around a call: by a module that provides the class or,
 * where none of those brings it in, by any of the package.
 */
export function isRegistered(
  linked: Linked,
  file: FileNode,
  library: Library,
  call: CallFact,
  by: PoolFacts["broughtBy"],
): boolean {
  if (by === undefined) return false;
  const brought = broughtTo(linked, file, call, by.type);
  return brought === undefined ? saysSo(linked, file, library, by.registered) : brought === "registered";
}

/**
 * Whether a module is registered whose service says a limit in each request of the package: `this.http.request({ url, timeout })`. What is registered says none then for
 * a reason.
 */
export function isLimitedByCalls(
  linked: Linked,
  file: FileNode,
  { library, call }: Built,
  limits: readonly string[],
): boolean {
  if (!/^register(Async)?$/.test(lastName(call.callee))) return false;
  const sent = linked.project
    .usersOf(library.name)
    .filter((other) => linked.project.isSamePackage(file, other))
    .flatMap((other) => builtIn(linked.evaluator, other))
    .filter(({ facts }) => facts.broughtBy !== undefined);
  return (
    sent.length > 0 &&
    sent.every(({ options }) =>
      options.entries.some((entry) => limits.includes(entry.path) && isSet(options, entry)),
    )
  );
}

/**
 * How the modules that provide the class around a call bring in a module of this library; undefined where none of them says. Each of them has its own: what
 * another module registers holds for the classes of that one.
 */
function broughtTo(linked: Linked, file: FileNode, call: CallFact, type: string): Brought | undefined {
  const around = file.facts.classes.findLastIndex(({ start, end }) => start <= call.start && call.end <= end);
  if (around < 0) return undefined;
  const all = [file, ...linked.project.importersOf(file)].flatMap((from) =>
    from.facts.classes.flatMap((fact) => {
      const parts = partsOf(from, fact);
      const provides = parts.providers.some((one) => isClass(linked, from, one, file, around));
      return provides ? parts.imports.flatMap((one) => broughtBy(linked, from, one, type) ?? []) : [];
    }),
  );
  return all.includes("registered") ? "registered" : all[0];
}

/** `@Module({ imports: […], providers: […] })` */
function partsOf({ facts }: FileNode, { decorators }: ClassFact): { imports: Value[]; providers: Value[] } {
  const listed = (name: string) =>
    decorators.flatMap(({ value }) => {
      const said = value.kind === "call" ? facts.calls[value.call] : undefined;
      const [options] = said !== undefined && lastName(said.callee) === "Module" ? said.arguments : [];
      const list =
        options?.kind === "object" ? options.properties.find(({ key }) => key === name) : undefined;
      return list?.value.kind === "array" ? list.value.items : [];
    });
  return { imports: listed("imports"), providers: listed("providers") };
}

/** `Weather`, `{ provide: "weather", useClass: Weather }` */
function isClass(linked: Linked, from: FileNode, provider: Value, file: FileNode, index: number): boolean {
  const named =
    provider.kind === "object" ? provider.properties.find(({ key }) => key === "useClass")?.value : provider;
  return (
    named?.kind === "name" &&
    linked.evaluator
      .value(from, named)
      .some((one) => one.kind === "class" && one.file === file.path && one.class === index)
  );
}

/** `HttpModule`, `HttpModule.register({ … })` */
function broughtBy({ evaluator }: Linked, from: FileNode, value: Value, type: string): Brought | undefined {
  const call = value.kind === "call" ? from.facts.calls[value.call] : undefined;
  const of = call?.callee.kind === "member" ? call.callee.of : value;
  const isIt = evaluator.value(from, of).some((one) => one.kind === "library" && one.type === type);
  if (!isIt) return undefined;
  return call === undefined ? "bare" : "registered";
}
