import type { ClassFact, Decorator, Value } from "../../facts.ts";
import type { FileNode, Project } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import { mentionsInCode } from "./mentions-in-code.ts";
import { methodByConvention } from "./named.ts";
import { takersOf } from "./takers.ts";

/**
 * Whether nobody makes something of a class or asks for one: Nest is told of it in a module, and nobody takes it from there. A place counts where `isRun` says that
 * a program comes to it.
 */
export function isNeverMade(
  project: Project,
  file: FileNode,
  made: ClassFact,
  isRun: (file: FileNode, at: number) => boolean,
): boolean {
  const { name, start, end } = made;
  if (name === "" || !mayBeLeft(file, made)) return false;
  const takers = takersOf(project, file, name, { itself: offeredAs(file, made), holding: new Set() });
  // What no file of the code imports is loaded by somebody else.
  if (takers === undefined || takers.length === 0) return false;
  const isInside = (at: number) => start <= at && at < end;
  if (mentionsInCode(file, name).some((at) => !isInside(at))) return false;
  return !takers.some(
    ({ file: other, names, takesWhole }) =>
      (takesWhole && isRun(other, 0)) ||
      names.some((one) =>
        mentionsInCode(other, one).some((at) => !isProvided(other, at) && isRun(other, at)),
      ),
  );
}

/** `export class Prices`, `export default Prices`, `module.exports = Prices` */
function offeredAs({ exports, facts }: FileNode, made: ClassFact): Set<string> {
  const isIt = (value: Value | undefined) =>
    value?.kind === "class"
      ? facts.classes[value.class] === made
      : value?.kind === "name" && made.binding >= 0 && value.binding === made.binding;
  const names = [...exports].filter(([, offered]) => offered.some(({ value }) => isIt(value)));
  return new Set([made.name, ...names.map(([name]) => name)]);
}

/** Nothing but `@Injectable()` marks it, its methods wait to be called, and it takes after nothing. */
function mayBeLeft({ facts }: FileNode, made: ClassFact): boolean {
  const isPlain = ({ value }: Decorator) => {
    const call = value.kind === "call" ? facts.calls[value.call] : undefined;
    return call !== undefined && lastName(call.callee) === "Injectable" && call.arguments.length === 0;
  };
  const methods = made.methods.map((one) => facts.functions[one.function]);
  return (
    made.superclass === undefined &&
    made.implements.length === 0 &&
    made.decorators.every(isPlain) &&
    methods.every((one) => one?.decorators.length === 0 && !methodByConvention.test(one.name))
  );
}

/** `@Module({ providers: [Prices] })` */
function isProvided({ facts, source }: FileNode, at: number): boolean {
  return facts.classes.some(({ decorators }) =>
    decorators.some(
      ({ start, end }) =>
        start <= at &&
        at < end &&
        /^@?Module\b/.test(source.slice(start, end)) &&
        /\b(?:providers|exports)\s*:\s*\[[^\]]*$/.test(source.slice(start, at)),
    ),
  );
}
