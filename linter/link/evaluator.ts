import {
  libraries,
  libraryOfModule,
  libraryOfName,
  memberOfType,
  own,
  search,
  staticOfType,
} from "../catalog/index.ts";
import type { Library, Member } from "../catalog/library.ts";
import type { Binding, CallFact, Decorator, ImportFact, Value } from "../facts.ts";
import { addedMembers, selfOfAdded } from "./added-members.ts";
import { elementsOf, resultOnArray, settled } from "./arrays.ts";
import { callsInFile } from "./callers.ts";
import type { Entity } from "./entity.ts";
import { memberOfClass, parentsOf, staticMember } from "./members.ts";
import { objectAround } from "./objects.ts";
import { ITSELF, ROLE } from "./outline.ts";
import { passedIn } from "./passed-in.ts";
import {
  CALLS_IN,
  type FileNode,
  HEIRS_OF,
  type Heir,
  IMPORTERS_OF,
  OBJECTS_OF,
  type Project,
} from "./project.ts";
import { typedMembers } from "./typed-members.ts";
import { entitiesOfType, returnedBy } from "./types.ts";

/** Chains of definitions longer than this are given up: `const a1 = a0`, `const a2 = a1`, … */
const longest = 60;
/** More answers than this help nobody. */
const most = 6;
const none: Entity[] = [];

/** Says what a value is, following names, imports, members and calls through the project. Answers are kept until the project changes. */
export class Evaluator {
  readonly project: Project;
  /** By file, or by what was asked of all files: the files whose conclusions used it. */
  readonly readers = new Map<string, Set<string>>();
  private reader: FileNode | undefined;
  private depth = 0;
  /** Members being looked up: an object may spread itself. */
  private readonly open = new Set<string>();

  constructor(project: Project) {
    this.project = project;
  }

  value(file: FileNode, value: Value): Entity[] {
    this.enter(file);
    const known = file.values.get(value);
    if (known !== undefined) return known;
    if (this.depth >= longest) return none;
    // Also the answer for a definition that refers to itself.
    file.values.set(value, none);
    this.depth++;
    const outer = this.reader;
    this.reader = file;
    const found = this.find(file, value);
    this.reader = outer;
    this.depth--;
    const answer = found.every(({ kind }) => kind === "external")
      ? this.unlessUsual(file, value, found)
      : distinct(found);
    file.values.set(value, answer);
    return answer;
  }

  /** Notes that what is being found out about one file depends on another. */
  enter(file: FileNode): void {
    this.project.kept(file);
    const reader = this.reader;
    if (reader === undefined || reader === file) return;
    this.read(reader, file.path);
  }

  /** As `Project.heirsOf`. */
  heirsOf(name: string): Heir[] {
    if (this.reader !== undefined) this.read(this.reader, HEIRS_OF(name));
    return this.project.heirsOf(name);
  }

  /** As `Project.withObjectsOf`. */
  withObjectsOf(name: string): ReadonlySet<string> {
    if (this.reader !== undefined) this.read(this.reader, OBJECTS_OF(name));
    return this.project.withObjectsOf(name);
  }

  /** As `Project.importersOf`. */
  importersOf(file: FileNode): FileNode[] {
    if (this.reader !== undefined) this.read(this.reader, IMPORTERS_OF(file.path));
    return this.project.importersOf(file);
  }

  /** The calls in a file, for who asks what they pass. */
  callsIn(file: FileNode): readonly CallFact[] {
    if (this.reader !== undefined) this.read(this.reader, CALLS_IN(file.path));
    return file.facts.calls;
  }

  private read({ path }: FileNode, what: string): void {
    const readers = this.readers.get(what);
    if (readers === undefined) this.readers.set(what, new Set([path]));
    else readers.add(path);
  }

  /** Runs a look at a file, so that what it reads of others is noted. */
  reading<T>(file: FileNode, look: () => T): T {
    const outer = this.reader;
    this.reader = file;
    const found = look();
    this.reader = outer;
    return found;
  }

  private find(file: FileNode, value: Value): Entity[] {
    switch (value.kind) {
      case "name":
        if (value.name === "super")
          return this.self(file, value.start).flatMap((own) => parentsOf(this, own));
        return value.binding < 0 ? [{ kind: "global", name: value.name }] : this.binding(file, value.binding);
      case "member":
        // `exports.find` and `module.exports.find`, asked for in the file itself.
        if (isOwnExports(value.of)) return this.exported(file, value.name);
        return this.value(file, value.of).flatMap((of) => this.member(of, value.name));
      case "element":
        return elementsOf(this.value(file, value.of));
      case "each":
        return elementsOf(this.value(file, value.of));
      case "call":
        return this.call(file, value.call);
      case "function":
        return [{ kind: "function", file: file.path, function: value.function }];
      case "class":
        return [{ kind: "class", file: file.path, class: value.class }];
      case "object":
        return [{ kind: "object", file: file.path, value }];
      case "array":
        return [{ kind: "array", of: value.items.slice(0, most).flatMap((item) => this.value(file, item)) }];
      case "await":
        return settled(this.value(file, value.of)).filter((e) => !isHandedOver(file, e, value.of));
      case "spread":
        return elementsOf(this.value(file, value.of));
      case "choice":
        return value.of.flatMap((one) => this.value(file, one));
      case "this":
        return this.self(file, value.start);
      case "parameter":
        return this.parameter(file, value.function, value.index);
      case "module":
        return this.module(file, value.module);
      default:
        return none;
    }
  }

  /** What a declared name holds. */
  binding(file: FileNode, index: number): Entity[] {
    const binding = file.facts.bindings[index];
    if (binding === undefined) return none;
    switch (binding.kind) {
      case "import":
        return this.imported(file, file.imports.get(index));
      case "function":
        return binding.target === undefined
          ? none
          : [{ kind: "function", file: file.path, function: binding.target }];
      case "class":
        return binding.target === undefined
          ? none
          : [{ kind: "class", file: file.path, class: binding.target }];
      default:
        return this.variable(file, binding);
    }
  }

  private variable(file: FileNode, binding: Binding): Entity[] {
    const declared = binding.type === undefined ? none : entitiesOfType(this, file, binding.type);
    // An interface says less than the thing that was put in.
    if (declared.some(saysWhat)) return declared;
    const held = binding.values.slice(0, most).flatMap(({ value }) => this.value(file, value));
    return held.length > 0 ? [...held, ...declared] : declared;
  }

  private imported(file: FileNode, fact: ImportFact | undefined): Entity[] {
    if (fact === undefined) return none;
    const found = this.project.resolve(fact.module, file);
    // A generated client that lies in the project: its name says more than its text.
    const named = libraryOfName(fact.name);
    if (found !== undefined) {
      const exported = this.exported(found, fact.name);
      const isGenerated =
        named !== undefined && exported.every(({ kind }) => kind === "external" || kind === "file");
      if (exported.length > 0 && !isGenerated) return exported;
    }
    const library = libraryOfModule(fact.module) ?? named;
    if (library !== undefined) return this.ofLibrary(library, fact.module, fact.name);
    // What a file of the project exports and nobody can tell is nothing known, and no package's.
    return found === undefined ? [{ kind: "external", module: fact.module, name: fact.name }] : none;
  }

  private module(file: FileNode, module: string): Entity[] {
    const found = this.project.resolve(module, file);
    if (found !== undefined) return this.whole(found);
    const library = libraryOfModule(module);
    return library === undefined
      ? [{ kind: "external", module, name: "*" }]
      : this.ofLibrary(library, module, "*");
  }

  private whole(file: FileNode): Entity[] {
    const assigned = file.exports.get("=")?.flatMap(({ value }) => (value ? this.value(file, value) : none));
    return assigned !== undefined && assigned.length > 0 ? assigned : [{ kind: "file", file: file.path }];
  }

  private ofLibrary(library: Library, module: string, name: string): Entity[] {
    if (name === "*") {
      // What `require` gives is the module and its default in one.
      return [{ kind: "external", module, name }, ...this.ofLibrary(library, module, "default")];
    }
    const exported = library.submodules && own(library.submodules, module);
    const member = (exported && own(exported, name)) ?? own(library.exports, name);
    return member === undefined ? none : this.entitiesOfMember(library, "", name, member, true);
  }

  /** What a file exports under a name; "*" is the file itself. */
  exported(file: FileNode, name: string, seen = new Set<string>()): Entity[] {
    this.enter(file);
    if (name === "*") return this.whole(file);
    if (seen.has(file.path) || seen.size > longest) return none;
    seen.add(file.path);
    const direct = file.exports.get(name);
    if (direct !== undefined) {
      return direct.flatMap((fact) => {
        if (fact.value !== undefined) return this.value(file, fact.value);
        if (fact.module === undefined) return none;
        const from = this.project.resolve(fact.module, file);
        if (from !== undefined) return this.exported(from, fact.imported ?? name, seen);
        const library = libraryOfModule(fact.module);
        return library === undefined ? none : this.ofLibrary(library, fact.module, fact.imported ?? name);
      });
    }
    const whole = file.exports.get("=");
    if (whole !== undefined) {
      const values = whole.flatMap(({ value }) => (value === undefined ? none : this.value(file, value)));
      return name === "default" ? values : values.flatMap((value) => this.member(value, name));
    }
    for (const { module } of file.exports.get("*") ?? []) {
      const from = module === undefined ? undefined : this.project.resolve(module, file);
      if (from !== undefined) {
        const found = this.exported(from, name, seen);
        if (found.length > 0) return found;
      } else if (module !== undefined) {
        const library = libraryOfModule(module) ?? libraryOfName(name);
        const found = library === undefined ? none : this.ofLibrary(library, module, name);
        if (found.length > 0) return found;
      }
    }
    return none;
  }

  /** What `entity.name` is. */
  member(entity: Entity, name: string): Entity[] {
    if (this.depth >= longest) return none;
    // What a library has leads nowhere else.
    if (entity.kind === "library" || entity.kind === "library class" || entity.kind === "global")
      return this.findMember(entity, name);
    const key = `${keyOf(entity)} ${name}`;
    if (this.open.has(key)) return none;
    this.open.add(key);
    this.depth++;
    const found = distinct(this.findMember(entity, name));
    this.depth--;
    this.open.delete(key);
    return found;
  }

  private findMember(entity: Entity, name: string): Entity[] {
    switch (entity.kind) {
      case "library": {
        const member = memberOfType(entity.library, entity.type, name);
        if (member === undefined) return addedMembers(this, entity, name);
        const found = this.entitiesOfMember(
          entity.library,
          entity.type,
          name,
          member,
          entity.sure,
          entity.label,
        );
        const model = found.find((e) => e.kind === "library" && e.label === name);
        const declared =
          model?.kind === "library" ? this.modelClass(entity.library, model.type, name) : undefined;
        if (declared !== undefined) return [declared];
        const { rows } = entity;
        return rows === undefined
          ? found
          : found.map((e) => (e.kind === "operation" && e.rows === undefined ? { ...e, rows } : e));
      }
      case "library class": {
        const member = staticOfType(entity.library, entity.type, name);
        return member === undefined
          ? none
          : this.entitiesOfMember(entity.library, entity.type, name, member, true);
      }
      case "class":
        return staticMember(this, entity, name);
      case "instance":
        return memberOfClass(this, entity, name);
      case "object":
        return this.property(entity, name);
      case "file": {
        const file = this.project.files.get(entity.file);
        return file === undefined ? none : this.exported(file, name);
      }
      case "external": {
        const library = libraryOfModule(entity.module);
        if (library !== undefined && (entity.name === "*" || entity.name === "default")) {
          return this.ofLibrary(library, entity.module, name);
        }
        return [{ kind: "external", module: entity.module, name: `${entity.name}.${name}`.slice(0, 80) }];
      }
      case "shape":
        return entitiesOfType(this, this.project.files.get(entity.file), {
          kind: "lookup",
          of: entity.type,
          key: name,
        });
      case "function":
      case "operation":
        return name === "bind" || name === "call" || name === "apply" ? [entity] : none;
      case "global":
        return [{ kind: "global", name: `${entity.name}.${name}`.slice(0, 80) }];
      case "array":
        return none;
    }
  }

  private property(entity: Extract<Entity, { kind: "object" }>, name: string): Entity[] {
    const file = this.project.files.get(entity.file);
    if (file === undefined) return none;
    const found = entity.value.properties.findLast((property) => property.key === name);
    if (found !== undefined) return this.value(file, found.value);
    return entity.value.properties.flatMap(({ value }) =>
      value.kind === "spread" ? this.value(file, value.of).flatMap((of) => this.member(of, name)) : none,
    );
  }

  private entitiesOfMember(
    library: Library,
    type: string,
    name: string,
    member: Member,
    sure: boolean,
    label = "",
  ): Entity[] {
    const out: Entity[] = [];
    if (member.class !== undefined) out.push({ kind: "library class", library, type: member.class });
    if (member.type !== undefined)
      out.push({ kind: "library", library, type: member.type, label: name, sure });
    if (member.call !== undefined) out.push({ kind: "operation", library, type, label, name, member, sure });
    return out;
  }

  /** A value of a library's type; `T[]` is a list of them. */
  ofTypeName(library: Library, name: string, label: string, sure: boolean): Entity[] {
    if (name.endsWith("[]")) {
      return [{ kind: "array", of: this.ofTypeName(library, name.slice(0, -2), label, sure) }];
    }
    return Object.hasOwn(library.types, name)
      ? [{ kind: "library", library, type: name, label, sure }]
      : none;
  }

  private call(file: FileNode, index: number): Entity[] {
    const call = file.facts.calls[index];
    if (call === undefined) return none;
    const { callee } = call;
    const callees = this.value(file, callee);
    const out = callees.flatMap((entity) => this.resultOf(entity, file, index));
    // TypeORM's `getCustomRepository(UserRepository)` is one of the project's own.
    const isCustom =
      (callee.kind === "name" || callee.kind === "member") && callee.name === "getCustomRepository";
    const own = isCustom ? this.handedOut(file, call) : none;
    if (own.length > 0) return own;
    if (out.length > 0) return out;
    const wrapped = this.wrapped(file, call);
    if (wrapped.length > 0 || callee.kind !== "member") return wrapped;
    // Containers hand out what they are asked for: `moduleRef.get(UserService)`.
    if (/^(get|resolve|create|getInstance)$/.test(callee.name)) {
      const made = this.handedOut(file, call);
      if (made.length > 0) return made;
    }
    // Their type arguments say it too: `container.resolve<UserService>("users")`.
    const [type, another] = call.types;
    if (/^(get|resolve|inject|make)/.test(callee.name) && type !== undefined && another === undefined) {
      const said = entitiesOfType(this, file, type).filter(({ kind }) => kind !== "array");
      if (said.length > 0) return said;
    }
    return resultOnArray(this, file, call, callee);
  }

  /** What a container gives that is asked for a class. */
  private handedOut(file: FileNode, { arguments: [asked] }: CallFact): Entity[] {
    const classes = asked === undefined ? none : this.value(file, asked);
    return classes.flatMap((e) => (e.kind === "class" ? [{ ...e, kind: "instance" as const }] : []));
  }

  /**
   * A wrapper that nothing is known of: `remember("db", () => new PrismaClient())` gives what its function gives,
   * `withAuth(async (id) => …)` a function like it. A list's own methods are no wrappers.
   */
  private wrapped(file: FileNode, call: CallFact): Entity[] {
    const { callee } = call;
    if (
      call.form !== "call" ||
      (callee.kind === "member" && /^(map|flatMap|filter|then|reduce|find)$/.test(callee.name)) ||
      ((callee.kind === "member" || callee.kind === "name") &&
        /^set(Timeout|Interval|Immediate)$/.test(callee.name))
    ) {
      return none;
    }
    const functions = call.arguments.slice(0, 3).filter((argument) => argument.kind === "function");
    return functions.flatMap((argument) => {
      const made: Entity = { kind: "function", file: file.path, function: argument.function };
      const given = returnedBy(this, made).filter((e) => e.kind === "library" || e.kind === "instance");
      return callee.kind === "name" && /cache|memo|once/i.test(callee.name) ? given : [made, ...given];
    });
  }

  /** What calling (or constructing) the entity gives. */
  private resultOf(entity: Entity, file: FileNode, index: number): Entity[] {
    const call = file.facts.calls[index];
    if (call === undefined) return none;
    switch (entity.kind) {
      case "function":
        if (call.callee.kind === "member" && call.callee.name === "bind") return [entity];
        return returnedBy(this, entity);
      case "operation": {
        if (call.callee.kind === "member" && call.callee.name === "bind") return [entity];
        const returns = entity.member.call?.returns;
        if (returns === undefined) {
          if (entity.member.call?.effect === undefined) return none;
          const row = this.rowOf(entity, this.classIn(file, call.arguments[0]));
          return row === undefined ? none : [{ kind: "array", of: [row] }, row];
        }
        const label = entity.label === "" ? labelOf(call.arguments[0]) : entity.label;
        const made = this.ofTypeName(entity.library, returns, label, entity.sure);
        const joined = call.arguments[entity.member.call?.joins ?? -1];
        if (joined !== undefined) return [...this.value(file, joined), ...made];
        const rows = entity.rows ?? this.classIn(file, call.arguments[0]);
        return rows === undefined ? made : made.map((e) => (e.kind === "library" ? { ...e, rows } : e));
      }
      case "library": {
        if (call.form === "new") {
          const made = search(entity.library, entity.type, (type) => type.instances);
          return made === undefined ? none : [{ ...entity, type: made }];
        }
        const operation = search(entity.library, entity.type, (type) => type.call);
        if (operation?.returns === undefined) return none;
        return this.ofTypeName(entity.library, operation.returns, labelOf(call.arguments[0]), entity.sure);
      }
      case "class":
        return call.form === "new" ? [{ ...entity, kind: "instance" }] : none;
      case "library class":
        return call.form === "new" ? this.ofTypeName(entity.library, entity.type, "", true) : none;
      case "shape":
        if (entity.type.kind !== "function") return none;
        return entitiesOfType(this, this.project.files.get(entity.file), entity.type.returns);
      case "external": {
        // `promisify(client.get)`, `partial(find, pool)`: the function itself, taken otherwise.
        const [first] = call.arguments;
        const isSame = /(^|\.)(promisify|partial|curry)$/.test(entity.name) && first !== undefined;
        return isSame
          ? this.value(file, first).filter(({ kind }) => kind === "function" || kind === "operation")
          : none;
      }
      case "global":
        if (
          /^Promise\.(all|allSettled|race|any|resolve)$/.test(entity.name) ||
          entity.name === "Array.from"
        ) {
          const [first] = call.arguments;
          return first === undefined ? none : this.value(file, first);
        }
        if (/^Object\.(assign|freeze|create|seal)$/.test(entity.name)) {
          return call.arguments.flatMap((argument) => this.value(file, argument));
        }
        return none;
      default:
        return none;
    }
  }

  /** `getRepository(User)`: the class that is asked for. */
  private classIn(file: FileNode, value: Value | undefined): { file: string; class: number } | undefined {
    if (value?.kind !== "name") return undefined;
    const found = this.value(file, value).find((entity) => entity.kind === "class");
    return found === undefined ? undefined : { file: found.file, class: found.class };
  }

  /** What a model gives: its own class, or the row of its library. */
  private rowOf(
    entity: Extract<Entity, { kind: "operation" }>,
    asked: { file: string; class: number } | undefined,
  ): Entity | undefined {
    const { library, label, sure } = entity;
    const rows = entity.rows ?? asked;
    if (rows !== undefined) return { kind: "instance", ...rows };
    const type = search(library, entity.type, (known) => known.element);
    return type === undefined ? undefined : { kind: "library", library, type, label, sure };
  }

  /** The instance (or object) whose method this place is in. */
  private self(file: FileNode, at: number): Entity[] {
    const added = selfOfAdded(file, at, libraries);
    if (added.length > 0) return added;
    const object = objectAround(file, at);
    if (object !== undefined)
      return [{ kind: "object", file: file.path, value: object }, ...this.joinedBy(file, object)];
    let best: { kind: "instance" | "class"; class: number; size: number } | undefined;
    file.facts.classes.forEach((fact, index) => {
      if (fact.start > at || fact.end < at) return;
      const size = fact.end - fact.start;
      if (best === undefined || size < best.size) {
        const method = fact.methods.find(({ function: f }) => {
          const made = file.facts.functions[f];
          return made !== undefined && made.start <= at && at < made.end;
        });
        best = { kind: method?.static === true ? "class" : "instance", class: index, size };
      }
    });
    return best === undefined ? none : [{ kind: best.kind, file: file.path, class: best.class }];
  }

  /** What a library joins an object with: the repository, in a method of what it is extended by. */
  private joinedBy(file: FileNode, object: Value): Entity[] {
    const index = file.facts.calls.findIndex((call) => call.arguments.includes(object));
    const call = file.facts.calls[index];
    if (call === undefined) return none;
    return this.value(file, call.callee)
      .filter((e) => e.kind === "operation" && e.member.call?.joins !== undefined)
      .flatMap((e) => this.resultOf(e, file, index))
      .filter(({ kind }) => kind === "library");
  }

  private parameter(file: FileNode, of: number, index: number): Entity[] {
    const fact = file.facts.functions[of]?.parameters[index];
    const declared = fact?.type === undefined ? none : entitiesOfType(this, file, fact.type);
    if (declared.some(saysWhat)) return declared;
    const injected = fact === undefined ? none : this.injected(file, fact.decorators);
    if (injected.length > 0) return injected;
    if (declared.length > 0) return declared;
    const passed = file.passedTo.get(of);
    if (passed === undefined) {
      const said = this.fromDeclaration(file, of, index);
      if (said.length > 0) return said;
      const here = this.fromCalls(file, of, index);
      return here.length > 0 ? here : passedIn(this, file, of, index);
    }
    const call = file.facts.calls[passed.call];
    if (call === undefined) return none;
    const { callee } = call;
    const found = this.value(file, callee).flatMap((entity) => this.handed(entity, passed.argument, index));
    if (found.length > 0 || callee.kind !== "member") return found;
    // `list.map((row) => …)`, `promise.then((row) => …)`.
    const position = callee.name === "reduce" || callee.name === "reduceRight" ? 1 : 0;
    if (index !== position || passed.argument !== 0) return none;
    const receiver = this.value(file, callee.of);
    return callee.name === "then" ? settled(receiver) : elementsOf(receiver);
  }

  /** `@InjectModel(User) users: typeof User`, where the type is not in sight: what a library's decorator puts in is known. */
  injected(file: FileNode, decorators: readonly Decorator[]): Entity[] {
    return decorators.flatMap(({ value }) =>
      this.value(file, value).filter(({ kind }) => kind === "library"),
    );
  }

  /** `const job: Job = { run: async (db) => … }`: the type of the object says what the function is passed. */
  private fromDeclaration(file: FileNode, of: number, index: number): Entity[] {
    const member = typedMembers(file).get(of);
    if (member === undefined) return none;
    return entitiesOfType(this, file, { kind: "lookup", of: member.type, key: member.key }).flatMap(
      (made) => {
        if (made.kind !== "shape" || made.type.kind !== "function") return none;
        const parameter = made.type.parameters[index];
        const from = this.project.files.get(made.file);
        return parameter === undefined ? none : entitiesOfType(this, from, parameter);
      },
    );
  }

  /** What the calls of a function in its own file pass for a parameter without a type. */
  private fromCalls(file: FileNode, of: number, index: number): Entity[] {
    return callsInFile(file, of)
      .slice(0, 3)
      .flatMap((position) => {
        const argument = file.facts.calls[position]?.arguments[index];
        return argument === undefined || argument.kind === "spread" ? none : this.value(file, argument);
      });
  }

  /** What a callee hands to parameter `index` of the function it is given as argument `argument`. */
  private handed(callee: Entity, argument: number, index: number): Entity[] {
    if (callee.kind === "operation") {
      const name = callee.member.call?.callbacks?.[argument]?.parameters[index];
      return name === undefined || name === ""
        ? none
        : this.ofTypeName(callee.library, name, "", callee.sure);
    }
    if (callee.kind !== "function") return none;
    const file = this.project.files.get(callee.file);
    const parameter = file?.facts.functions[callee.function]?.parameters[argument];
    if (file === undefined || parameter === undefined) return none;
    if (parameter.type?.kind === "function") {
      const typed = parameter.type.parameters[index];
      const found = typed === undefined ? none : entitiesOfType(this, file, typed);
      if (found.length > 0) return found;
    }
    return file.facts.calls.flatMap((call) => {
      const calls = call.callee.kind === "name" && call.callee.binding === parameter.binding;
      const passed = calls && parameter.binding >= 0 ? call.arguments[index] : undefined;
      return passed === undefined ? none : this.value(file, passed);
    });
  }

  /** `const trx = await R.begin()`: another package made it, whatever it is called. */
  private isMadeElsewhere(file: FileNode, value: Value): boolean {
    const first = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : undefined;
    const made = first?.kind === "await" ? first.of : first;
    const callee = made?.kind === "call" ? file.facts.calls[made.call]?.callee : undefined;
    return callee?.kind === "member" && this.value(file, callee).some(({ kind }) => kind === "external");
  }

  /** `models.User`, `db.User`, `import { User } from "./models"`: the models of a project whose declaration says nothing. */
  private byUsualHolder(file: FileNode, value: Value): Entity[] {
    const taken = takenFrom(file, value);
    if (taken === undefined || !/^[A-Z]/.test(taken.name)) return none;
    for (const library of libraries) {
      const usual = library.usualHolders?.names.includes(taken.holder) ? library.usualHolders : undefined;
      if (usual === undefined || (this.project.libraries.get(library.name) ?? 0) === 0) continue;
      const declared = this.modelClass(library, usual.holds, taken.name);
      return [declared ?? { kind: "library", library, type: usual.holds, label: taken.name, sure: false }];
    }
    return none;
  }

  /** `sequelize.models.user`: the class of the project that is that model, with methods of its own; it is known by its name. */
  private modelClass(library: Library, type: string, name: string): Entity | undefined {
    const parent = search(library, type, (known) => known.instances);
    if (parent === undefined) return undefined;
    const named = this.heirsOf(parent).filter(({ own }) => own.toLowerCase() === name.toLowerCase());
    const [only] = named;
    if (only === undefined || named.length > 1) return undefined;
    const file = this.project.files.get(only.file);
    if (file === undefined) return undefined;
    this.enter(file);
    const made = { kind: "class" as const, file: only.file, class: only.class };
    const isModel = parentsOf(this, made).some((e) => e.kind === "library class" && e.library === library);
    return isModel ? made : undefined;
  }

  /** `fastify.prisma`: what a package hands out, where its name is not that of something known. */
  private unlessUsual(file: FileNode, value: Value, found: Entity[]): Entity[] {
    const usual = this.byUsualName(file, value);
    return usual.length > 0 ? usual : distinct(found);
  }

  /** A name that people give to one thing, where the project uses that library and nothing better is known. */
  private byUsualName(file: FileNode, value: Value): Entity[] {
    if (value.kind === "call") return this.byUsualMethod(file, value.call);
    if ((value.kind !== "name" && value.kind !== "member") || this.isMadeElsewhere(file, value)) return none;
    const table = this.byUsualHolder(file, value);
    if (table.length > 0) return table;
    for (const library of libraries) {
      const usual = library.usualNames?.find(({ names }) => names.includes(value.name));
      if (usual !== undefined && (this.project.libraries.get(library.name) ?? 0) > 0) {
        return [{ kind: "library", library, type: usual.type, label: "", sure: false }];
      }
    }
    return this.byRole(file, value.name);
  }

  /** `({ dataSources: { userService } }) => …`: what a context or a container hands out, by the only class of that name. */
  private byRole(file: FileNode, name: string): Entity[] {
    if (!ROLE.test(name) || !/^[a-z]/.test(name) || this.project.inBrowser(file)) return none;
    const [only, another] = this.heirsOf(ITSELF(`${name[0]?.toUpperCase()}${name.slice(1)}`));
    if (only === undefined || another !== undefined) return none;
    return [{ kind: "instance", file: only.file, class: only.class }];
  }

  /** Made by a function of a package: `getFirestore()`. */
  private isOfPackage(file: FileNode, value: Value, hops: number): boolean {
    if (hops > 8) return false;
    switch (value.kind) {
      case "await":
      case "member":
        return this.isOfPackage(file, value.of, hops + 1);
      case "call": {
        const callee = file.facts.calls[value.call]?.callee;
        if (callee === undefined) return false;
        return (
          this.value(file, callee).some(({ kind }) => kind === "external") ||
          this.isOfPackage(file, callee, hops + 1)
        );
      }
      case "name": {
        const held = file.facts.bindings[value.binding]?.values ?? [];
        return held.slice(0, most).some((one) => this.isOfPackage(file, one.value, hops + 1));
      }
      default:
        return false;
    }
  }

  /** What a method gives that only one library has, on a thing of which nothing is known. */
  private byUsualMethod(file: FileNode, index: number): Entity[] {
    const call = file.facts.calls[index];
    const [first, another] = call?.arguments ?? [];
    if (call?.callee.kind !== "member" || first === undefined || another !== undefined) return none;
    const { name, of } = call.callee;
    for (const library of libraries) {
      const usual = library.usualMethod?.name === name ? library.usualMethod : undefined;
      if (usual === undefined || (this.project.libraries.get(library.name) ?? 0) === 0) continue;
      if (this.value(file, of).length > 0 || this.isOfPackage(file, of, 0)) continue;
      return [{ kind: "library", library, type: usual.gives, label: labelOf(first), sure: false }];
    }
    return none;
  }
}

/** What a value is called in the object or the file of the project that it is taken from, and what that is called. */
function takenFrom(file: FileNode, value: Value): { holder: string; name: string } | undefined {
  if (value.kind === "name") {
    const fact = file.imports.get(value.binding);
    return fact === undefined ? undefined : { holder: lastOf(fact.module), name: fact.name };
  }
  if (value.kind !== "member") return undefined;
  const { of, name } = value;
  if (of.kind === "module") return { holder: lastOf(of.module), name };
  return of.kind === "name" || of.kind === "member" ? { holder: of.name, name } : undefined;
}

/** `models` of "../models", "../models/index.js" and "@/models". */
function lastOf(module: string): string {
  const path = module.replace(/(\/index)?(\.[cm]?[jt]s)?$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

function isOwnExports(value: Value): boolean {
  if (value.kind === "name") return value.name === "exports" && value.binding < 0;
  return (
    value.kind === "member" &&
    value.name === "exports" &&
    value.of.kind === "name" &&
    value.of.name === "module"
  );
}

/** `await transaction(async () => …)`: what comes of it is not the function that was passed. */
function isHandedOver(file: FileNode, entity: Entity, value: Value): boolean {
  if (entity.kind !== "function" || entity.file !== file.path || value.kind !== "call") return false;
  return file.passedTo.get(entity.function)?.call === value.call;
}

/** More than an interface, or a name of a package. */
function saysWhat({ kind }: Entity): boolean {
  return kind !== "shape" && kind !== "external";
}

function labelOf(value: Value | undefined): string {
  if (value?.kind === "literal" && typeof value.value === "string") return value.value;
  if (value?.kind === "name") return value.name;
  return "";
}

function distinct(entities: Entity[]): Entity[] {
  if (entities.length < 2) return entities;
  const seen = new Set<string>();
  const out: Entity[] = [];
  for (const entity of entities) {
    const key = keyOf(entity);
    if (seen.has(key)) continue;
    seen.add(key);
    out.push(entity);
    if (out.length >= most) break;
  }
  return out;
}

function keyOf(entity: Entity): string {
  switch (entity.kind) {
    case "library":
    case "library class":
      return `${entity.kind} ${entity.library.name} ${entity.type}`;
    case "operation":
      return `operation ${entity.library.name} ${entity.type} ${entity.name}`;
    case "function":
      return `function ${entity.file} ${entity.function}`;
    case "class":
    case "instance":
      return `${entity.kind} ${entity.file} ${entity.class}`;
    case "object":
      return `object ${entity.file} ${entity.value.start}`;
    case "file":
      return `file ${entity.file}`;
    case "external":
      return `external ${entity.module} ${entity.name}`;
    case "array":
      return `array ${entity.of.map(keyOf).join()}`.slice(0, 200);
    case "shape":
      return `shape ${entity.file} ${entity.type.kind === "named" ? entity.type.name : ""}`;
    case "global":
      return `global ${entity.name}`;
  }
}
