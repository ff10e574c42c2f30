import { feedback, patience, preemption, renewals, replicas } from "./cases/disciplines.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/disciplines.ts", import.meta.url), {
  "independent times between arrivals": renewals,
  "patience that is drawn": patience,
  "pre-emption, limited sharing and event loops": preemption,
  "ways that come back": feedback,
  "replicas of a server": replicas,
});
