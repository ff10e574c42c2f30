import type { Binding, FileFacts, FunctionFact, TypeRef, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { lastName } from "../../value-parts.ts";
import { GRAPHQL } from "../project/file-node.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

/**
 * The parameter through which a GraphQL field resolver gets its parent object, or undefined where the function is none: a server
 * calls a field resolver once for each parent, with no loop in sight. Fields of the root types have no parent to speak of.
 */
export function parentParameter(evaluator: Evaluator, file: FileNode, index: number): number | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined || fact.parameters.length === 0) return undefined;
  return decorated(file, fact) ?? fieldsOf(file).own.get(index) ?? fieldElsewhere(evaluator, file, index);
}

/** A file whose functions more files than these import is no file of resolvers. */
const fewFiles = 4;

/** `import { posts } from "./posts"; const resolvers = { User: { posts } }`: a field of a map in another file. */
function fieldElsewhere(evaluator: Evaluator, file: FileNode, index: number): number | undefined {
  if ((evaluator.project.libraries.get(GRAPHQL) ?? 0) === 0) return undefined;
  const names = exportedAs(file).get(index) ?? [];
  const [parent] = file.facts.functions[index]?.parameters ?? [];
  if (names.length === 0 || parent === undefined || isRoot.test(parent.name)) return undefined;
  return evaluator.reading(file, () => {
    const importers = evaluator.importersOf(file);
    if (importers.length > fewFiles) return undefined;
    for (const importer of importers) {
      evaluator.enter(importer);
      const isField = fieldsOf(importer).taken.some(
        ({ module, name }) =>
          evaluator.project.resolve(module, importer) === file &&
          (names.includes(name) || (name === "*" && names.includes("="))),
      );
      if (isField) return 0;
    }
    return undefined;
  });
}

/** The names under which others may take functions of a file; "=" is what `require` gives. */
const exportedAs = oncePer((file: FileNode): ReadonlyMap<number, string[]> => {
  const out = new Map<number, string[]>();
  const add = (name: string, value: Value | undefined) => {
    const index = value === undefined ? undefined : functionOf(file, value);
    if (index !== undefined) out.set(index, [...(out.get(index) ?? []), name]);
  };
  for (const [name, facts] of file.exports) {
    for (const { value } of facts) {
      add(name, value);
      // `module.exports = { orders, posts }`
      if (name === "=" && value?.kind === "object")
        for (const property of value.properties)
          if (property.key !== undefined) add(property.key, property.value);
    }
  }
  return out;
});

/** Whether a decorator says that the function is a field of a type that is no root: it runs once per parent, whatever it asks. */
export function isDecoratedField(file: FileNode, index: number): boolean {
  const fact = file.facts.functions[index];
  return fact !== undefined && decorated(file, fact) !== undefined;
}

/** The variables that hold the parent, or parts of it taken out in the parameter list. */
export function parentBindings(file: FileNode, index: number, parameter: number): number[] {
  const { bindings, functions } = file.facts;
  const body = functions[index]?.body ?? -1;
  const plain = functions[index]?.parameters[parameter]?.binding ?? -1;
  if (plain >= 0) return [plain];
  return bindings.flatMap((binding: Binding, position) => {
    const passed = binding.kind === "parameter" && binding.region === body;
    return passed && binding.values.some(({ value }) => isPart(value, index, parameter)) ? [position] : [];
  });
}

function isPart(value: Value, index: number, parameter: number): boolean {
  for (let at: Value | undefined = value, hops = 0; at !== undefined && hops < 12; hops++) {
    if (at.kind === "parameter") return at.function === index && at.index === parameter;
    if (at.kind === "member" || at.kind === "element") at = at.of;
    else if (at.kind === "choice") at = at.of[0];
    else return false;
  }
  return false;
}

/** Nest and TypeGraphQL: `@ResolveField() posts(@Parent() user)`, `@FieldResolver() posts(@Root() user)`. */
function decorated(file: FileNode, fact: FunctionFact): number | undefined {
  const named = (value: Value, pattern: RegExp): boolean => {
    const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : value;
    return callee?.kind === "name" && pattern.test(callee.name);
  };
  if (!fact.decorators.some(({ value }) => named(value, /^(ResolveField|ResolveProperty|FieldResolver)$/))) {
    return undefined;
  }
  const parent = fact.parameters.findIndex((p) =>
    p.decorators.some(({ value }) => named(value, /^(Parent|Root)$/)),
  );
  return parent < 0 ? undefined : parent;
}

/** Root fields have a parent in their parameters all the same, called by no name of its own. */
const isRoot = /^(_.*|root|rootValue)$/;

/** The resolvers of fields that a file keeps in objects. */
interface Fields {
  /** By function, its parent's parameter. */
  own: Map<number, number>;
  /** Those that it takes from other files. */
  taken: { module: string; name: string }[];
}

const fieldsOf = oncePer(
  (file: FileNode): Fields => (mayHoldResolvers(file) ? find(file) : { own: new Map(), taken: [] }),
);

/** The names in a file are at hand, its text has to be read. */
function mayHoldResolvers(file: FileNode): boolean {
  if (/resolve/i.test(file.path)) return true;
  if (!file.mayName(/resolve|query|mutation/i)) return false;
  return /resolve|\b(?:Query|Mutation)\s*:\s*\{/i.test(file.source);
}

/** `module.exports = { Query: { … }, Invoice: { … } }`: a map of resolvers, whatever the file is called. */
function isMap(value: Value): boolean {
  return (
    value.kind === "object" &&
    value.properties.some(
      ({ key, value: root }) =>
        (key === "Query" || key === "Mutation") &&
        root.kind === "object" &&
        root.properties.some(({ value: field }) => field.kind === "function"),
    )
  );
}

/** Types whose fields are asked for once in a request: the roots, what one mutation answers, and what is said of a page. */
const single = /^(Query|Mutation|Subscription|PageInfo)$|(Payload|Success|Result|Response|Errors?)$|^_/;

function find(file: FileNode): Fields {
  const { facts } = file;
  const out: Fields = { own: new Map(), taken: [] };
  const take = (value: Value, parameter: number) => {
    const index = functionOf(file, value);
    const name = index === undefined ? undefined : facts.functions[index]?.parameters[parameter]?.name;
    const isField = index !== undefined && name !== undefined && !isRoot.test(name);
    if (isField && !takesRequest(facts, index)) out.own.set(index, parameter);
    const from = index === undefined && parameter === 0 ? takenFrom(file, value) : undefined;
    if (from !== undefined) out.taken.push(from);
  };
  /** The fields of one type: `{ posts: (user) => … }`. */
  const fields = (value: Value) => {
    if (value.kind !== "object") return;
    for (const { key, value: held } of value.properties) {
      // Federation asks a subgraph for each of the things that another one named.
      if (key === undefined || (key.startsWith("_") && key !== "__resolveReference")) continue;
      if (held.kind === "object") field(held, 0);
      else take(held, 0);
    }
  };
  /** `{ type: …, resolve: (parent) => … }` of graphql-js and Pothos, `{ resolve }` of a resolver map. */
  const field = (value: Extract<Value, { kind: "object" }>, parameter: number) => {
    if (value.properties.some(({ key }) => key === "subscribe")) return;
    const resolve = value.properties.find(({ key }) => key === "resolve");
    if (resolve !== undefined) take(resolve.value, parameter);
  };
  const types = (value: Value) => {
    if (value.kind !== "object") return;
    for (const { key, value: held } of value.properties) {
      if (key !== undefined && /^[A-Z]/.test(key) && !single.test(key)) fields(held);
    }
  };
  const inside = (value: Value, hops: number): void => {
    if (value.kind !== "object" || hops > 8) return;
    if (value.properties.some(({ key }) => key === "type")) field(value, 0);
    for (const { key, value: held } of value.properties) {
      // `makeExecutableSchema({ resolvers: { … } })`
      if (key === "resolvers") types(held);
      else inside(held, hops + 1);
    }
  };
  const named = (name: string, type: TypeRef | undefined, value: Value) => {
    const typed = resolversType(type);
    const said = /Resolvers?$/.test(typed) ? typed : /resolvers?$/i.test(name) ? name : "";
    const of = said.replace(/(Type)?Resolvers?$/i, "");
    if (said === "") return;
    types(value);
    if (/^[A-Z]/.test(of) && !single.test(of)) fields(value);
  };
  for (const binding of facts.bindings) {
    const [held] = binding.values;
    if (held === undefined || held.value.kind !== "object") continue;
    named(binding.name, binding.type ?? held.value.as, held.value);
    if (isMap(held.value)) types(held.value);
    inside(held.value, 0);
  }
  const parts = /(^|[/._-])resolvers?([/._-]|$)/i.test(file.path);
  for (const { value, name } of facts.exports) {
    if (parts) ofOneType(file, name, value, fields);
    if (value?.kind !== "object") continue;
    if (value.as !== undefined) named("", value.as, value);
    if (/resolver/i.test(file.path) || /resolvers?$/i.test(name) || isMap(value)) types(value);
    inside(value, 0);
  }
  for (const { target, value } of facts.assignments) {
    if (value.kind !== "object" || target.kind !== "member") continue;
    if (/resolver/i.test(file.path) || isMap(value)) types(value);
  }
  const gives = new Map(
    facts.bindings.flatMap(({ type, values }) =>
      type?.kind === "function" && values[0]?.value.kind === "function"
        ? [[values[0].value.function, type.returns] as const]
        : [],
    ),
  );
  // `export const userResolvers = ({ db }: Deps) => ({ posts: … }) satisfies Resolvers["User"]`
  facts.functions.forEach(({ name, returns, returnType }, index) => {
    for (const { value } of returns) {
      if (value.kind === "object") named(name, returnType ?? gives.get(index) ?? value.as, value);
      inside(value, 0);
    }
  });
  const isOfOne = typesOfOne(facts);
  for (const call of facts.calls) {
    const name = lastName(call.callee);
    const joined = /^(prisma|drizzle)/.test(name) ? 1 : 0;
    for (const argument of call.arguments) {
      if (argument.kind !== "object") continue;
      if (!isField(call.callee)) inside(argument, 0);
      else if (!isOfOne(call.callee)) field(argument, joined);
    }
  }
  return out;
}

/** `({ args, info }) => …` of graphql-compose: all of a request in one object, for a field of whatever type takes the resolver by its name. */
function takesRequest({ bindings, functions }: FileFacts, index: number): boolean {
  const body = functions[index]?.body;
  const taken = bindings.filter(({ kind, region, values: [held] }) => {
    if (kind !== "parameter" || region !== body || held?.value.kind !== "member") return false;
    const { name, of } = held.value;
    return of.kind === "parameter" && of.index === 0 && /^(source|args|context|info|projection)$/.test(name);
  });
  return taken.length > 1;
}

/** The name of a type of resolvers: `UserResolvers`, of the generated map of all of them `Resolvers["User"]`. */
function resolversType(type: TypeRef | undefined): string {
  if (type?.kind === "named") return type.path.at(-1) ?? type.name;
  if (type?.kind !== "lookup") return "";
  return /Resolvers$/.test(resolversType(type.of)) ? `${type.key}Resolvers` : "";
}

/** `t.field({ … })` of Pothos, `t.nonNull.list.field("posts", { … })` of Nexus */
function isField(callee: Value): boolean {
  let at = callee;
  while (at.kind === "member") at = at.of;
  return callee.kind === "member" && at.kind === "name" && at.name === "t";
}

/** By the callee of `t.field`: whether the type that the field is put into has one value in a request. */
function typesOfOne(facts: FileFacts): (callee: Value) => boolean {
  const known = new Map<number, boolean>();
  return (callee) => {
    let at = callee;
    while (at.kind === "member") at = at.of;
    const held = at.kind === "name" ? facts.bindings[at.binding]?.values[0]?.value : undefined;
    if (held?.kind !== "parameter") return false;
    const found = known.get(held.function) ?? hasOneValue(facts, held.function);
    known.set(held.function, found);
    return found;
  };
}

/**
 * `builder.queryFields((t) => ({ … }))`, the `outputFields` of a mutation of Pothos,
 * `builder.objectRef("SignupPayload").implement({ fields: (t) => ({ … }) })`
 */
function hasOneValue(facts: FileFacts, fields: number): boolean {
  const isIt = (value: Value) => value.kind === "function" && value.function === fields;
  return facts.calls.some(({ callee: taker, arguments: given }) => {
    const keys = given.flatMap((one) =>
      one.kind === "object" ? one.properties.filter(({ value }) => isIt(value)).map(({ key }) => key) : [],
    );
    if (keys.length === 0 && !given.some(isIt)) return false;
    if (keys.includes("outputFields") || rootTaker.test(lastName(taker))) return true;
    return [...given, ...givenBefore(facts, taker)].some(
      (one) => one.kind === "literal" && typeof one.value === "string" && single.test(one.value),
    );
  });
}

/** `queryType`, `mutationFields`, `subscriptionField` */
const rootTaker = /^(query|mutation|subscription)(Type|Fields?)$/;

/** `objectRef("SignupPayload")` of `builder.objectRef("SignupPayload").implement({ … })`, also by way of a variable. */
function givenBefore(facts: FileFacts, taker: Value): readonly Value[] {
  const of = taker.kind === "member" ? taker.of : undefined;
  const held = of?.kind === "name" ? facts.bindings[of.binding]?.values[0]?.value : of;
  return held?.kind === "call" ? (facts.calls[held.call]?.arguments ?? []) : [];
}

/** In a folder of resolvers each file may hold those of one type: `export const User = { posts: … }`, `export default { … }` in `User.ts`. */
function ofOneType(
  file: FileNode,
  name: string,
  value: Value | undefined,
  take: (value: Value) => void,
): void {
  const whole = name === "default" || name === "=";
  const type = whole ? /([^/.]+)[^/]*$/.exec(file.path)?.[1] : name;
  if (type === undefined || !/^[A-Z][a-z]\w*$/.test(type) || single.test(type) || /Resolvers?$/.test(type))
    return;
  const held = value?.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
  if (held !== undefined) take(held);
}

/** A function written in place, or one of the file by its name. */
function functionOf(file: FileNode, value: Value): number | undefined {
  if (value.kind === "function") return value.function;
  if (value.kind !== "name") return undefined;
  const binding = file.facts.bindings[value.binding];
  if (binding?.kind === "function") return binding.target;
  const [held] = binding?.values ?? [];
  return held?.value.kind === "function" ? held.value.function : undefined;
}

/** What another file exports, by the name that it is imported by or in place: `require("./posts")`, "*" where it is the whole. */
function takenFrom(file: FileNode, value: Value): { module: string; name: string } | undefined {
  if (value.kind === "module") return { module: value.module, name: "*" };
  if (value.kind === "member" && value.of.kind === "module")
    return { module: value.of.module, name: value.name };
  if (value.kind !== "name") return undefined;
  const fact = file.imports.get(value.binding);
  if (fact !== undefined) return { module: fact.module, name: fact.name };
  const held = file.facts.bindings[value.binding]?.values[0]?.value;
  return held === undefined || held.kind === "name" ? undefined : takenFrom(file, held);
}
