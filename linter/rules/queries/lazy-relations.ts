import { sentence } from "../../../words/sentence.ts";
import type { FieldFact, Value } from "../../facts.ts";
import type { Finding } from "../../finding.ts";
import { addParts, dependsOn, mentions, mentionsDeep } from "../../link/file/mentions.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { oncePer, oncePerState } from "../../once-per.ts";
import { rangeOf } from "../../text.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { elementBindings } from "../way/elements.ts";
import { loopsAround } from "../way/loops-around.ts";

type Member = Extract<Value, { kind: "member" }>;

/** TypeORM's lazy relations are fields that ask when they are awaited: `for (const user of users) await user.posts`. */
export function lazyRelations(linked: Linked, file: FileNode): Finding[] {
  const { project } = linked;
  if ((project.libraries.get("typeorm") ?? 0) === 0) return [];
  const names = lazyNames(project, project.state);
  if (names.size === 0) return [];
  const seen = new Set<number>();
  return awaitedMembers(file).flatMap(({ member, region }) => {
    if (!names.has(member.name) || seen.has(member.start) || !isLazy(linked, file, member)) return [];
    const loop = loopsAround(linked, file, region).find(
      (around) =>
        repetitionOf(linked, file, around).runs === "many" &&
        dependsOn(file, member.of, new Set(elementBindings(file, around))),
    );
    if (loop === undefined || cameAlong(file, loop.collection, member.name)) return [];
    seen.add(member.start);
    const collection = loop.collection === undefined ? "" : titleOf(loop.collection);
    const title = titleOf(member);
    const { lineStarts } = file.facts;
    const line = rangeOf(lineStarts, [member.start, member.end]).start.line + 1;
    return [
      {
        rule: "n-plus-one",
        message: sentence(
          "{0} is a lazy relation and asks in every turn of this loop: 1 + N queries. Ask for it with the rows, with {1}.",
          title,
          `relations: { ${member.name}: true }`,
        ),
        file: file.path,
        range: rangeOf(lineStarts, [member.start, member.end]),
        related: [
          {
            file: file.path,
            range: rangeOf(lineStarts, [loop.start, Math.max(loop.start, loop.end)]),
            message: sentence("The loop"),
          },
        ],
        certainty: "certain",
        fixes: [],
        unfixable: sentence("the query that gives the rows has to ask for the relation"),
        data: {
          kind: "repetition",
          library: "typeorm",
          effect: "read",
          query: title,
          subject: member.name,
          formula: "1 + N",
          collection,
          concurrent: loop.kind === "callback",
          invariant: false,
          path: [`${file.path.slice(file.path.lastIndexOf("/") + 1)}:${line}`, title],
        },
      },
    ];
  });
}

/** The rows were asked for with the relation: `find({ relations: { posts: true } })`, `leftJoinAndSelect("user.posts", "post")`. */
function cameAlong(file: FileNode, rows: Value | undefined, relation: string): boolean {
  const isIt = (value: Value) =>
    value.kind === "literal" && typeof value.value === "string" && value.value.split(".").includes(relation);
  const names = (value: Value) =>
    mentions(file, value, (part) =>
      part.kind === "object" ? part.properties.some(({ key }) => key === relation) : isIt(part),
    );
  return (
    rows !== undefined &&
    mentionsDeep(file, rows, (value) => {
      if (value.kind === "object")
        return value.properties.some(({ key, value: asked }) => key === "relations" && names(asked));
      const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
      return (
        call !== undefined &&
        /^(left|inner)JoinAndSelect$/.test(lastName(call.callee)) &&
        call.arguments.slice(0, 1).some(isIt)
      );
    })
  );
}

/** The names of all lazy relations of a project: most have none, and no file need be gone through for what it awaits. */
const lazyNames = oncePerState(
  ({ files }: Project): ReadonlySet<string> =>
    new Set([...files.values()].flatMap((file) => lazyNamesIn(file))),
);

const lazyNamesIn = oncePer((file: FileNode): readonly string[] =>
  file.mayName(/Promise/) && file.mayName(/OneToMany|ManyToOne|OneToOne|ManyToMany/)
    ? file.facts.classes.flatMap(({ fields }) =>
        fields.flatMap((field) => (isLazyField(file, field) ? [field.name] : [])),
      )
    : [],
);

function isLazy(linked: Linked, file: FileNode, member: Member): boolean {
  return linked.evaluator.value(file, member.of).some((entity) => {
    if (entity.kind !== "instance") return false;
    const owner = linked.project.files.get(entity.file);
    const field = owner?.facts.classes[entity.class]?.fields.find(({ name }) => name === member.name);
    return owner !== undefined && field !== undefined && isLazyField(owner, field);
  });
}

/** A decorator makes it a relation, and its type is a promise. */
function isLazyField({ facts }: FileNode, { decorators, type }: FieldFact): boolean {
  if (type?.kind !== "named" || type.name !== "Promise") return false;
  return decorators.some(({ value }) => {
    const callee = value.kind === "call" ? facts.calls[value.call]?.callee : undefined;
    return callee?.kind === "name" && /^(OneToMany|ManyToOne|OneToOne|ManyToMany)$/.test(callee.name);
  });
}

/** Everything of the form `await a.b`, with the region that it is in. */
function awaitedMembers(file: FileNode): { member: Member; region: number }[] {
  const { bindings, assignments, functions, calls, regions } = file.facts;
  const out: { member: Member; region: number }[] = [];
  const look = (value: Value, region: number) => {
    const waiting = [value];
    for (let steps = 0; steps < 200; steps++) {
      const at = waiting.pop();
      if (at === undefined) return;
      if (at.kind === "await" && at.of.kind === "member") out.push({ member: at.of, region });
      if (at.kind !== "function") addParts(file, at, waiting);
    }
  };
  for (const { values } of bindings) for (const { value, region } of values) look(value, region);
  for (const { value, region } of assignments) look(value, region);
  for (const { returns } of functions) for (const { value, region } of returns) look(value, region);
  for (const call of calls) {
    look(call.callee, call.region);
    for (const argument of call.arguments) look(argument, call.region);
  }
  for (const { over, parent } of regions) if (over !== undefined) look(over, parent);
  return out;
}
