import { calls, closedCases, open, transients } from "./cases/networks.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/networks.ts", import.meta.url), {
  "open networks and balancing": open,
  "closed networks": closedCases,
  "what has not settled": transients,
  "calls and their policies": calls,
});
