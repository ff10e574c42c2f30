import { bulks, classes } from "./cases/classes.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/classes.ts", import.meta.url), {
  "classes of requests": classes,
  "many at once, and copies of one": bulks,
});
