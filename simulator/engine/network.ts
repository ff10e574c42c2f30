import { Balancer } from "../components/balancer.ts";
import { Breaker } from "../components/breaker.ts";
import { Bulkhead } from "../components/bulkhead.ts";
import { Cache } from "../components/cache.ts";
import { Database } from "../components/database.ts";
import { Limiter } from "../components/limiter.ts";
import { Pool } from "../components/pool.ts";
import { Queue } from "../components/queue.ts";
import { Server } from "../components/server.ts";
import { Source } from "../components/source.ts";
import { LevelWindow } from "../measure/level-window.ts";
import type { FaultEvent, Scenario, Component as Spec } from "../scenario/schema/scenario.ts";
import { Build } from "./build.ts";
import type { Component } from "./component.ts";
import { Cut } from "./cut.ts";
import { NO_PART } from "./ledgers.ts";
import type { Link } from "./link.ts";
import { Simulation } from "./simulation.ts";

type Running = Source | Balancer | Server | Pool | Database | Cache | Breaker | Bulkhead | Limiter | Queue;

/** A scenario made ready to run: components with whole-number ids, and the ways between them. */
export class Network {
  readonly simulation: Simulation;
  readonly scenario: Scenario;
  /** In the order of the scenario; a component's place is its index in frames and links. */
  readonly components: Running[] = [];
  /** What is measured apart; of sources they themselves know. */
  readonly windows: readonly LevelWindow[];
  private readonly byId: ReadonlyMap<string, Component>;
  private readonly cuts = new Map<Link, Cut>();

  /** Puts a valid scenario together. Nothing has happened yet: time is 0, and the first arrivals are scheduled. */
  constructor(scenario: Scenario, seed: number) {
    this.scenario = scenario;
    this.simulation = new Simulation(seed);
    this.simulation.hold();
    const build = new Build(this.simulation, keyCount(scenario));
    this.byId = build.byId;
    for (const spec of scenario.components) {
      const component = make(build, spec);
      this.components.push(component);
      build.byId.set(spec.id, component);
      if (spec.zone !== undefined) build.zones.set(spec.id, spec.zone);
    }
    for (const component of this.components) if ("wire" in component) component.wire(build);
    this.numberPartitions();
    const stations = this.components.map(({ station }) => station);
    this.windows = Object.entries(scenario.windows).map(
      ([name, span]) => new LevelWindow(name, span, stations),
    );
    for (const source of this.sources) {
      for (const [name, [from, to]] of Object.entries(scenario.windows)) source.measureWindow(name, from, to);
      source.begin();
    }
  }

  get sources(): Source[] {
    return this.components.filter((component) => component instanceof Source);
  }

  /** The component of that name; throws where there is none. */
  component(id: string): Component {
    const component = this.byId.get(id);
    if (component === undefined) throw new Error(`there is no component ${id}`);
    return component;
  }

  /** Takes over the parameters of a scenario with the same components and steps. */
  configure(scenario: Scenario): void {
    this.simulation.hold();
    for (const spec of scenario.components) this.component(spec.id).configure(spec);
    this.simulation.settleAll();
  }

  /** A fault begins or ends. */
  disturb(fault: FaultEvent, begins: boolean): void {
    this.simulation.hold();
    const component = this.component(fault.target);
    const disturbance = component.disturbanceFor(fault);
    if (begins) disturbance.begin(fault);
    else disturbance.end(fault);
    component.disturbed();
    if (begins && fault.fault === "flush" && component instanceof Cache) component.flush();
    if (fault.fault === "partition") {
      for (const cut of this.cutsOf(fault)) {
        if (begins) cut.begin();
        else cut.end();
      }
    }
    if (fault.fault === "crash" && component instanceof Server)
      component.crash(fault, fault.instances, begins);
    this.simulation.settleAll();
  }

  /** What requests lose to the partitions of the document has a part of their time; of those that come later it is part of none. */
  private numberPartitions(): void {
    const parts = new Map<string, number>();
    for (const event of this.scenario.events) {
      if (!("fault" in event) || event.fault !== "partition") continue;
      const { target } = event;
      if (!parts.has(target)) parts.set(target, this.simulation.ledgers.part(target, "partition"));
      for (const link of this.linksCutBy(event))
        if (!this.cuts.has(link))
          this.cuts.set(link, new Cut(this.simulation, link, parts.get(target) as number));
    }
  }

  /** The ways to a component that a partition cuts. A server and its pool are one process: nothing comes between them. */
  private linksCutBy({ target, from }: Extract<FaultEvent, { fault: "partition" }>): Link[] {
    const to = this.component(target);
    const caller = from === undefined ? undefined : this.component(from).index;
    const { links, components } = this.simulation;
    return links.filter(
      (link) =>
        link.to === to.index &&
        (caller === undefined || link.from === caller) &&
        !(to instanceof Pool && components[link.from] instanceof Server),
    );
  }

  private cutsOf(fault: Extract<FaultEvent, { fault: "partition" }>): Cut[] {
    return this.linksCutBy(fault).map((link) => {
      const cut = this.cuts.get(link) ?? new Cut(this.simulation, link, NO_PART);
      this.cuts.set(link, cut);
      return cut;
    });
  }

  /** Forgets what was counted: the warm-up is over. */
  restartMeasures(): void {
    this.simulation.hold();
    for (const component of this.simulation.components) component.restartMeasures();
  }
}

function make(build: Build, spec: Spec): Running {
  switch (spec.type) {
    case "source":
      return new Source(build, spec);
    case "balancer":
      return new Balancer(build, spec);
    case "server":
      return new Server(build, spec);
    case "pool":
      return new Pool(build, spec);
    case "database":
      return new Database(build, spec);
    case "cache":
      return new Cache(build, spec);
    case "breaker":
      return new Breaker(build, spec);
    case "bulkhead":
      return new Bulkhead(build, spec);
    case "limiter":
      return new Limiter(build, spec);
    case "queue":
      return new Queue(build, spec);
  }
}

/** One more than the largest key that any source asks for. */
function keyCount(scenario: Scenario): number {
  let most = 1;
  for (const component of scenario.components) {
    if (component.type !== "source") continue;
    most = Math.max(most, component.keys?.count ?? 1);
    if (component.arrival.model !== "trace") continue;
    for (const key of component.arrival.keys ?? []) most = Math.max(most, key + 1);
  }
  return most;
}
