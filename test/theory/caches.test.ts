import { caches } from "./cases/caches.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/caches.ts", import.meta.url), {
  caches: caches,
});
