import type { Value } from "../../facts.ts";
import { LOADED } from "../../outline/handed-in.ts";
import { lastName } from "../../value-parts.ts";
import { type Entity, instanceOf, none } from "../entity.ts";
import type { Evaluator } from "./evaluator.ts";

/** `({ userStore }) => …`: what the only file of that name exports, where a container loads folders and knows files by their names. */
export function loadedAs(evaluator: Evaluator, name: string): Entity[] {
  const { project } = evaluator;
  const loaders = evaluator.handingOut(LOADED);
  if (loaders.size === 0) return none;
  const [path, another] = project.filesNamed(name).filter((one) => !project.isForTests(one));
  const file = path === undefined || another !== undefined ? undefined : project.files.get(path);
  if (file === undefined) return none;
  const isLoaded = [...loaders].some((loader) => {
    const from = project.files.get(loader);
    return from !== undefined && project.isSamePackage(from, file);
  });
  if (!isLoaded) return none;
  return evaluator
    .exported(file, "default")
    .flatMap((e) => (e.kind === "function" ? evaluator.returnedBy(e) : instanceOf(e)));
}

/** Egg's `ctx.service.user`: the class in the file of that name below `app/service`. */
export function serviceOfEgg(evaluator: Evaluator, value: Value): Entity[] {
  if (value.kind !== "member" || lastName(value.of) !== "service") return none;
  const { project } = evaluator;
  const [path, another] = project
    .filesNamed(value.name)
    .filter((one) => /(^|\/)app\/service\//.test(one) && !project.isForTests(one));
  const file = path === undefined || another !== undefined ? undefined : project.files.get(path);
  return file === undefined ? none : evaluator.exported(file, "default").flatMap(instanceOf);
}
