import { locks, replicas } from "./cases/databases.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/databases.ts", import.meta.url), { locks, replicas });
