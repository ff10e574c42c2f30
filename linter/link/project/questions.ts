// What can be asked of a project beside the facts of one file: who was told an answer is noted under these.

/** Stands for what `Declared.heirsOf` says. */
export const HEIRS_OF = (name: string) => `heirs of ${name}`;
/** Stands for what `Importers.of` says. */
export const IMPORTERS_OF = (path: string) => `importers of ${path}`;
/** Stands for what the calls in a file pass to another one. */
export const PASSED = (path: string, to: string) => `passed by ${path} to ${to}`;
/** Stands for what `Declared.withObjectsOf` says. */
export const OBJECTS_OF = (name: string) => `objects of ${name}`;
/** Stands for what `Declared.handingOut` says, and for what they hand out. */
export const HANDED_OUT = (name: string) => `handed out ${name}`;
/** Stands for what the users of a library add to its types. */
export const ADDED_TO = (library: string) => `added to ${library}`;
/** Stands for what `Declared.naming` says. */
export const NAMED = (name: string) => `named ${name}`;
