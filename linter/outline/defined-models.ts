import { libraries } from "../catalog/index.ts";
import type { Library } from "../catalog/library.ts";
import type { FileFacts, Value } from "../facts.ts";
import { oncePer } from "../once-per.ts";

/** A model that a file gives a name: `sequelize.define("user", { … })`. */
interface Defined {
  library: Library;
  name: string;
  call: number;
}

const defining = libraries.filter(({ usualHolders }) => usualHolders?.define !== undefined);

/** What a model is handed out by, which a folder puts together and other files ask an object for: `models.user`. */
export const MODEL_OF = (library: string, name: string) => `${library} model ${name}`;

/** The library of whose models this is one. */
export function libraryOfModel(handed: string): string | undefined {
  return defining.find(({ name }) => handed.startsWith(MODEL_OF(name, "")))?.name;
}

/** The models that a file defines, on what is called as people call the library's own object. */
export const definedModels = oncePer((facts: FileFacts): readonly Defined[] => {
  const out: Defined[] = [];
  facts.calls.forEach(({ callee, arguments: given }, call) => {
    if (given.length < 2 || callee.kind !== "member" || callee.of.kind !== "name") return;
    const first = given[0];
    if (first?.kind !== "literal" || typeof first.value !== "string") return;
    for (const library of defining)
      if (library.usualHolders?.define === callee.name && isUsual(library, callee.of.name))
        out.push({ library, name: first.value, call });
  });
  return out;
});

/** Whether a value is a name for a model that the file defines. */
export function isDefinedModel(facts: FileFacts, value: Value): boolean {
  const held = value.kind === "name" ? facts.bindings[value.binding]?.values[0]?.value : undefined;
  return held?.kind === "call" && definedModels(facts).some(({ call }) => call === held.call);
}

function isUsual({ usualNames }: Library, name: string): boolean {
  return usualNames?.some(({ names }) => names.includes(name)) ?? false;
}
