// The workloads of workloads.ts for simjs, the peer from npm. Prints the same line of JSON as one-engine.ts.

// Its bundle exports nothing, and gives itself to the window of a browser.
globalThis.window = globalThis;
await import("simjs");
const { Sim, Entity, Facility, Random, DataSeries } = globalThis.Sim;

/** rate of arrivals, servers of each station in tandem, mean service, when a waiting or unanswered request is given up */
const WORKLOADS = {
  W1: { requests: 800_000, rate: 0.9, stations: [1], service: 1 },
  W2: { requests: 800_000, rate: 7.2, stations: [8], service: 1 },
  W3: { requests: 400_000, rate: 3.2, stations: [4, 4, 4], service: 1 },
  // Eight connections before eight cores: the connection is what is waited for, and the wait has a limit.
  W4: { requests: 400_000, rate: 300, stations: [8], service: 0.02, waitLimit: 2 },
  W5: { requests: 200_000, rate: 720, stations: [800], service: 1, timeout: 30 },
};

const name = process.argv[2] ?? "W1";
const { requests, rate, stations, service, waitLimit, timeout } = WORKLOADS[name];

function simulate(seed, count) {
  const sim = new Sim();
  const random = new Random(seed);
  const facilities = stations.map((servers, i) => new Facility(`station ${i}`, Facility.FCFS, servers));
  const times = new DataSeries("time");
  let events = 0;
  let begun = 0;

  class Clients extends Entity {
    start() {
      this.setTimer(random.exponential(rate)).done(this.arrive);
    }

    arrive() {
      events++;
      const request = { at: this.time(), timer: undefined };
      if (++begun < count) this.setTimer(random.exponential(rate)).done(this.arrive);
      if (timeout !== undefined) request.timer = this.setTimer(timeout).done(() => {});
      this.visit(request, 0);
    }

    visit(request, i) {
      const use = this.useFacility(facilities[i], random.exponential(1 / service));
      use.done(() => {
        events++;
        if (i + 1 < facilities.length) {
          this.visit(request, i + 1);
        } else {
          request.timer?.cancel();
          times.record(this.time() - request.at);
        }
      });
      if (waitLimit !== undefined) use.waitUntil(waitLimit, () => {});
    }
  }

  sim.addEntity(Clients, "clients");
  sim.simulate(Number.POSITIVE_INFINITY);
  return { events, mean: times.average() };
}

simulate(2, requests / 5);
const before = process.cpuUsage();
const { events, mean } = simulate(1, requests);
const { user, system } = process.cpuUsage(before);
const cpuSeconds = (user + system) / 1e6;
console.log(
  JSON.stringify({
    name,
    engine: "simjs",
    eventsPerCpuSecond: Math.round(events / cpuSeconds),
    nsPerRequest: Math.round((cpuSeconds / requests) * 1e9),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    mean,
  }),
);
