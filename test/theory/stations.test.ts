import { anyService, classical, impatience, shared, variations } from "./cases/stations.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/stations.ts", import.meta.url), {
  "the classical queues": classical,
  "one server and any service time": anyService,
  "orders and other arrivals": variations,
  "priorities and patience": impatience,
  "shared processors": shared,
});
