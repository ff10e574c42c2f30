import { join } from "node:path";

/** The folder of this bundle, dist/, which holds the worker and the panel too. */
export const DIST = __dirname;
/** The built-in scenarios lie beside it, in a checkout and in the package alike. */
export const EXAMPLES = join(DIST, "..", "examples");
