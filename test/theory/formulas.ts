/** Exact results of queueing theory. Rates per second, times in seconds. Every function names where its formula stands. */

/** Erlang's loss formula by its recursion: the share of arrivals that find all of `c` servers taken. `a` is the offered load. */
export function erlangB(a: number, c: number): number {
  let blocking = 1;
  for (let n = 1; n <= c; n++) blocking = (a * blocking) / (n + a * blocking);
  return blocking;
}

/** Erlang's delay formula: the share of arrivals at M/M/c that wait. */
export function erlangC(a: number, c: number): number {
  const blocking = erlangB(a, c);
  return blocking / (1 - (a / c) * (1 - blocking));
}

/** Mean wait of M/M/c. */
export function waitMMc(lambda: number, mu: number, c: number): number {
  return erlangC(lambda / mu, c) / (c * mu - lambda);
}

/** A quantile of the wait of M/M/c: P(W > t) = C exp(-(c mu - lambda) t). */
export function waitQuantileMMc(lambda: number, mu: number, c: number, share: number): number {
  const waits = erlangC(lambda / mu, c);
  return 1 - share >= waits ? 0 : Math.log(waits / (1 - share)) / (c * mu - lambda);
}

/** Stationary shares of a birth-death process on 0..most. */
export function birthDeath(
  most: number,
  birth: (n: number) => number,
  death: (n: number) => number,
): Float64Array {
  const p = new Float64Array(most + 1);
  p[0] = 1;
  let sum = 1;
  for (let n = 1; n <= most; n++) {
    p[n] = (p[n - 1]! * birth(n - 1)) / death(n);
    sum += p[n]!;
    // Growing states of an overloaded system would overflow.
    if (sum > 1e200) {
      for (let i = 0; i <= n; i++) p[i] = p[i]! / sum;
      sum = 1;
    }
  }
  return p.map((share) => share / sum);
}

export const meanOf = (p: ArrayLike<number>): number =>
  Array.from(p).reduce((sum, share, n) => sum + n * share, 0);

/** M/M/c/K: the share that is rejected, and the mean time in the system of those that are not (Little). */
export function lossQueue(lambda: number, mu: number, c: number, most: number) {
  const p = birthDeath(
    most,
    () => lambda,
    (n) => Math.min(n, c) * mu,
  );
  const rejected = p[most]!;
  return { rejected, time: meanOf(p) / (lambda * (1 - rejected)), number: meanOf(p) };
}

/** Pollaczek and Khinchine: the mean wait of M/G/1 from the first two moments of the service time. */
export function waitMG1(lambda: number, mean: number, square: number): number {
  return (lambda * square) / 2 / (1 - lambda * mean);
}

/** The second moment of the wait of M/G/1 in order of arrival (Takacs' recursion). */
export function waitSquareMG1(lambda: number, mean: number, square: number, cube: number): number {
  const wait = waitMG1(lambda, mean, square);
  return 2 * wait * wait + (lambda * cube) / 3 / (1 - lambda * mean);
}

/** The second moment of the wait of M/G/1, last come first served: that of first come over 1 - rho (Takacs 1963). */
export function waitSquareLastFirst(lambda: number, mean: number, square: number, cube: number): number {
  return waitSquareMG1(lambda, mean, square, cube) / (1 - lambda * mean);
}

/** P(wait <= t) of M/D/1 (Erlang 1909), for t of a few services; the sum alternates, so not for long times. */
export function waitShareMD1(lambda: number, service: number, t: number): number {
  let sum = 0;
  for (let k = 0; k <= Math.floor(t / service); k++) {
    const x = lambda * (k * service - t);
    sum += (x ** k * Math.exp(-x)) / factorial(k);
  }
  return (1 - lambda * service) * sum;
}

export function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

/** Where a falling or rising function crosses zero between two points. */
export function root(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(low));
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Mean wait of GI/M/1: sigma = A*(mu (1 - sigma)) with the transform A* of the time between arrivals; W = sigma / (mu (1 - sigma)). */
export function waitGM1(transform: (s: number) => number, mu: number): number {
  const sigma = root((x) => transform(mu * (1 - x)) - x, 1e-9, 1 - 1e-9);
  return sigma / (mu * (1 - sigma));
}

/** Transforms of times between arrivals of rate `lambda`. */
export const erlangTransform = (stages: number, lambda: number) => (s: number) =>
  ((stages * lambda) / (stages * lambda + s)) ** stages;
export const constantTransform = (lambda: number) => (s: number) => Math.exp(-s / lambda);
export const hyperTransform = (phases: readonly { ratio: number; mean: number }[]) => (s: number) =>
  phases.reduce((sum, { ratio, mean }) => sum + ratio / (1 + mean * s), 0);

/** Mean wait of M/D/c from the number in the system one service time later (Crommelin 1932), by iteration. */
export function waitMDc(lambda: number, service: number, c: number, most = 400): number {
  const a = lambda * service;
  const arrivals = new Float64Array(most + 1);
  arrivals[0] = Math.exp(-a);
  for (let k = 1; k <= most; k++) arrivals[k] = (arrivals[k - 1]! * a) / k;
  let p = new Float64Array(most + 1);
  p[0] = 1;
  for (let round = 0; round < 20_000; round++) {
    const next = new Float64Array(most + 1);
    let none = 0;
    for (let n = 0; n <= c; n++) none += p[n]!;
    for (let k = 0; k <= most; k++) {
      let share = none * arrivals[k]!;
      for (let n = c + 1; n <= Math.min(most, k + c); n++) share += p[n]! * arrivals[k - n + c]!;
      next[k] = share;
    }
    let change = 0;
    for (let k = 0; k <= most; k++) change += Math.abs(next[k]! - p[k]!);
    p = next;
    if (change < 1e-13) break;
  }
  let waiting = 0;
  for (let n = c + 1; n <= most; n++) waiting += (n - c) * p[n]!;
  return waiting / lambda;
}

/** M/M/c, non-preemptive priority, one service rate (Cobham 1954; Kella and Yechiali 1985): mean wait of each class, first class first. */
export function priorityWaits(lambdas: readonly number[], mu: number, c: number): number[] {
  const total = lambdas.reduce((sum, lambda) => sum + lambda, 0);
  const residual = erlangC(total / mu, c) / (c * mu);
  let above = 0;
  return lambdas.map((lambda) => {
    const before = 1 - above / (c * mu);
    above += lambda;
    return residual / (before * (1 - above / (c * mu)));
  });
}

/** M/M/c with a constant patience in the queue: the share that gives up, and the mean time in the queue of all (Zeltyn and Mandelbaum 2005). */
export function impatient(lambda: number, mu: number, c: number, patience: number) {
  const a = lambda / mu;
  const d = c * mu - lambda;
  let below = 0;
  for (let j = 0; j < c; j++) below += a ** j / factorial(j);
  const atZero = (lambda * a ** (c - 1)) / factorial(c - 1);
  // The offered wait has density atZero exp(-d x) up to the patience, and falls with c mu beyond it.
  const within = Math.abs(d) < 1e-12 ? patience : -Math.expm1(-d * patience) / d;
  const beyond = Math.exp(-d * patience) / (c * mu);
  const norm = below + atZero * (within + beyond);
  const gaveUp = (atZero * beyond) / norm;
  const steps = 100_000;
  let area = 0;
  for (let i = 0; i < steps; i++) {
    const x = ((i + 0.5) * patience) / steps;
    area += (x * Math.exp(-d * x) * patience) / steps;
  }
  return { gaveUp, queueTime: (atZero * area) / norm + patience * gaveUp };
}

/** Exact mean value analysis of a closed network of single exponential servers with thinking (Reiser and Lavenberg 1980). */
export function closedNetwork(users: number, think: number, demands: readonly number[]) {
  const queue = demands.map(() => 0);
  let throughput = 0;
  let time = 0;
  for (let n = 1; n <= users; n++) {
    const times = demands.map((demand, i) => demand * (1 + queue[i]!));
    time = times.reduce((sum, each) => sum + each, 0);
    throughput = n / (think + time);
    times.forEach((each, i) => {
      queue[i] = throughput * each;
    });
  }
  return { throughput, time };
}

/** Closed M/M/c with `users` that think (machine repair): throughput. */
export function repair(users: number, think: number, mu: number, c: number): number {
  const p = birthDeath(
    users,
    (n) => (users - n) / think,
    (n) => Math.min(n, c) * mu,
  );
  return Array.from(p).reduce((sum, share, n) => sum + share * Math.min(n, c) * mu, 0);
}

/** Fork-join over two M/M/1: mean time (Flatto and Hahn 1984). */
export function forkJoinTwo(lambda: number, mu: number): number {
  return ((12 - lambda / mu) / 8) * (1 / (mu - lambda));
}

export const harmonic = (n: number): number =>
  Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((sum, x) => sum + x, 0);

/** Mean number in an MMPP(2)/M/1 queue over the mean rate: the mean time, by the rate matrix of the quasi-birth-death process (Neuts 1981). */
export function timeMMPP(
  rates: readonly [number, number],
  leave: readonly [number, number],
  mu: number,
): number {
  type M = [number, number, number, number];
  const times = (a: M, b: M): M => [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
  ];
  const inverse = ([p, q, r, s]: M): M => {
    const det = p * s - q * r;
    return [s / det, -q / det, -r / det, p / det];
  };
  const up: M = [rates[0], 0, 0, rates[1]];
  const stay: M = [-leave[0] - rates[0] - mu, leave[0], leave[1], -leave[1] - rates[1] - mu];
  const stayEmpty: M = [-leave[0] - rates[0], leave[0], leave[1], -leave[1] - rates[1]];
  // R = -A0 (A1 + R A2)^-1 with A2 = mu I.
  let r: M = [0, 0, 0, 0];
  for (let i = 0; i < 200_000; i++) {
    const inner = inverse([
      stay[0] + mu * r[0],
      stay[1] + mu * r[1],
      stay[2] + mu * r[2],
      stay[3] + mu * r[3],
    ]);
    const next = times(up, inner).map((x) => -x) as M;
    const change = next.reduce((sum, x, j) => sum + Math.abs(x - r[j]!), 0);
    r = next;
    if (change < 1e-15) break;
  }
  // pi0 (B + R A2) = 0 with B the empty level, and pi0 (I - R)^-1 1 = 1.
  const zero: M = [
    stayEmpty[0] + mu * r[0],
    stayEmpty[1] + mu * r[1],
    stayEmpty[2] + mu * r[2],
    stayEmpty[3] + mu * r[3],
  ];
  let pi: [number, number] = [-zero[2], zero[0]];
  const sums = inverse([1 - r[0], -r[1], -r[2], 1 - r[3]]);
  const total = pi[0] * (sums[0] + sums[1]) + pi[1] * (sums[2] + sums[3]);
  pi = [pi[0] / total, pi[1] / total];
  // E[N] = pi0 R (I - R)^-2 1.
  const weights = times(times(r, sums), sums);
  const number = pi[0] * (weights[0] + weights[1]) + pi[1] * (weights[2] + weights[3]);
  const meanRate = (rates[0] * leave[1] + rates[1] * leave[0]) / (leave[0] + leave[1]);
  return number / meanRate;
}

/** Join the shortest of `servers` M/1 queues, ties at random: mean time, from the chain of ordered queue lengths by sweeps. */
export function joinShortest(lambda: number, mu: number, servers: 2 | 3, most: number): number {
  const states: number[][] = [];
  const index = new Map<string, number>();
  const visit = (state: number[]) => {
    if (state.length === servers) {
      index.set(state.join(), states.length);
      states.push(state);
      return;
    }
    for (let n = state.at(-1) ?? 0; n <= most; n++) visit([...state, n]);
  };
  visit([]);
  const into: { from: number; rate: number }[][] = states.map(() => []);
  const out = new Float64Array(states.length);
  states.forEach((state, from) => {
    const move = (to: number[], rate: number) => {
      const target = index.get([...to].sort((a, b) => a - b).join());
      if (target === undefined) return;
      into[target]!.push({ from, rate });
      out[from] = out[from]! + rate;
    };
    // Lengths are in ascending order, so the first is a shortest one.
    move([state[0]! + 1, ...state.slice(1)], lambda);
    state.forEach((n, i) => {
      if (n > 0)
        move(
          state.map((other, j) => (j === i ? n - 1 : other)),
          mu,
        );
    });
  });
  const p = new Float64Array(states.length).fill(1 / states.length);
  for (let sweep = 0; sweep < 4000; sweep++) {
    let change = 0;
    for (let s = 0; s < p.length; s++) {
      let flow = 0;
      for (const { from, rate } of into[s]!) flow += p[from]! * rate;
      const next = flow / out[s]!;
      change += Math.abs(next - p[s]!);
      p[s] = next;
    }
    const sum = p.reduce((total, share) => total + share, 0);
    for (let s = 0; s < p.length; s++) p[s] = p[s]! / sum;
    if (change < 1e-12) break;
  }
  const number = states.reduce((sum, state, s) => sum + p[s]! * state.reduce((a, b) => a + b, 0), 0);
  return number / lambda;
}

/** The power of two choices with very many servers: mean time (Mitzenmacher 1996). */
export function powerOfTwoMany(rho: number): number {
  let sum = 0;
  for (let i = 1; i < 30; i++) sum += rho ** (2 ** i - 2);
  return sum;
}

/** Shares of keys under Zipf's law. */
export function zipf(keys: number, exponent: number): Float64Array {
  const weights = Float64Array.from({ length: keys }, (_, k) => (k + 1) ** -exponent);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Hit ratio of a large LRU cache (Che, Tung and Wang 2002): a key is held when it was asked for in the last T. */
export function cheLru(shares: Float64Array, size: number): number {
  const held = (t: number) => shares.reduce((sum, q) => sum - Math.expm1(-q * t), 0);
  const t = root((x) => held(x) - size, 1e-9, 1e12);
  return shares.reduce((sum, q) => sum - q * Math.expm1(-q * t), 0);
}

/** Hit ratio of a large FIFO or random cache (Fricker, Robert and Roberts 2012). */
export function cheFifo(shares: Float64Array, size: number): number {
  const held = (t: number) => shares.reduce((sum, q) => sum + (q * t) / (1 + q * t), 0);
  const t = root((x) => held(x) - size, 1e-9, 1e12);
  return shares.reduce((sum, q) => sum + (q * q * t) / (1 + q * t), 0);
}

/** Exact hit ratio of a small FIFO cache: the shares of its contents are products (King 1971, Gelenbe 1973). */
export function exactFifo(shares: Float64Array, size: number): number {
  let total = 0;
  let hits = 0;
  const choose = (from: number, left: number, product: number, share: number) => {
    if (left === 0) {
      total += product;
      hits += product * share;
      return;
    }
    for (let k = from; k <= shares.length - left; k++)
      choose(k + 1, left - 1, product * shares[k]!, share + shares[k]!);
  };
  choose(0, size, 1, 0);
  return hits / total;
}

/** Exact hit ratio of a small LRU cache: contents in order of last use (King 1971). */
export function exactLru(shares: Float64Array, size: number): number {
  let hits = 0;
  const held: boolean[] = [];
  const place = (left: number, probability: number, taken: number) => {
    if (left === 0) {
      hits += probability * taken;
      return;
    }
    shares.forEach((q, k) => {
      if (held[k]) return;
      held[k] = true;
      place(left - 1, (probability * q) / (1 - taken), taken + q);
      held[k] = false;
    });
  };
  place(size, 1, 0);
  return hits;
}

/** The mean of an infinite-server queue at a time from empty: the integral of rate(u) exp(-mu (t - u)). */
export function infiniteServers(rate: (u: number) => number, mu: number, t: number, from = 0): number {
  const steps = 200_000;
  const width = (t - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const u = from + (i + 0.5) * width;
    sum += rate(u) * Math.exp(-mu * (t - u)) * width;
  }
  return sum;
}

/** E[N(t)] of M/M/1 from empty, by uniformisation. */
export function transientMM1(lambda: number, mu: number, t: number): number {
  const most = 400;
  const rate = lambda + mu;
  let p = new Float64Array(most + 1);
  p[0] = 1;
  let weight = Math.exp(-rate * t);
  let mean = 0;
  for (let k = 0; k < rate * t + 60 * Math.sqrt(rate * t) + 60; k++) {
    mean += weight * meanOf(p);
    const next = new Float64Array(most + 1);
    for (let n = 0; n <= most; n++) {
      next[Math.min(most, n + 1)]! += (p[n]! * lambda) / rate;
      next[Math.max(0, n - 1)]! += (p[n]! * mu) / rate;
    }
    p = next;
    weight *= (rate * t) / (k + 1);
  }
  return mean;
}

/** M/M/c+M (Palm 1957, Erlang A): exponential patience of rate `theta`. The mean time in the queue of all arrivals, and the share that gives up. */
export function erlangA(lambda: number, mu: number, c: number, theta: number, most = 2000) {
  const p = birthDeath(
    most,
    () => lambda,
    (n) => Math.min(n, c) * mu + Math.max(0, n - c) * theta,
  );
  const waiting = Array.from(p).reduce((sum, share, n) => sum + Math.max(0, n - c) * share, 0);
  return { queueTime: waiting / lambda, gaveUp: (theta * waiting) / lambda };
}

/** Mean times of M/G/1 with pre-emptive resume priorities, the first class before the others; all have the same service (Kleinrock, volume 2). */
export function preemptiveTimes(lambdas: readonly number[], mean: number, square: number): number[] {
  let before = 0;
  let residual = 0;
  return lambdas.map((lambda) => {
    const load = before + lambda * mean;
    residual += (lambda * square) / 2;
    const time = mean / (1 - before) + residual / ((1 - before) * (1 - load));
    before = load;
    return time;
  });
}

/** The transform of a uniform time between arrivals. */
export const uniformTransform = (min: number, max: number) => (s: number) =>
  (Math.exp(-min * s) - Math.exp(-max * s)) / ((max - min) * s);

/** An open network of M/M/c stations (Jackson 1957): the rate at each station from the traffic equations, and the mean time in the network. */
export function jackson(
  external: readonly number[],
  routing: readonly (readonly number[])[],
  mu: readonly number[],
  c: readonly number[],
): { rates: number[]; time: number } {
  let rates = [...external];
  for (let i = 0; i < 10_000; i++) {
    rates = external.map((own, j) => own + rates.reduce((sum, rate, k) => sum + rate * routing[k]![j]!, 0));
  }
  const number = rates.reduce((sum, rate, i) => sum + rate * (waitMMc(rate, mu[i]!, c[i]!) + 1 / mu[i]!), 0);
  return { rates, time: number / external.reduce((sum, rate) => sum + rate, 0) };
}

/** Requests of one class: their rate, and the first two moments of their work. */
export type ServiceClass = { lambda: number; mean: number; square: number };

/** Mean times of classes at M/G/1, the first class first, without interruption (Cobham 1954) or with pre-emption that resumes. */
export function waitsOfClasses(classes: readonly ServiceClass[], interrupts: boolean): number[] {
  let before = 0;
  let residual = interrupts ? 0 : classes.reduce((sum, { lambda, square }) => sum + (lambda * square) / 2, 0);
  return classes.map(({ lambda, mean, square }) => {
    const load = before + lambda * mean;
    if (interrupts) residual += (lambda * square) / 2;
    const time = residual / ((1 - before) * (1 - load)) + (interrupts ? mean / (1 - before) : mean);
    before = load;
    return time;
  });
}

/** Exact mean value analysis of two classes of users at stations that share, in any order of their numbers (Reiser and Lavenberg 1980). */
export function twoClosedClasses(
  users: readonly [number, number],
  think: readonly [number, number],
  demands: readonly [readonly number[], readonly number[]],
): { throughput: number; time: number }[] {
  const stations = demands[0].map((_, k) => k);
  const queue = new Map<string, number[]>([["0,0", stations.map(() => 0)]]);
  let found: { throughput: number; time: number }[] = [];
  for (let a = 0; a <= users[0]; a++) {
    for (let b = 0; b <= users[1]; b++) {
      const here = stations.map(() => 0);
      found = [a, b].map((n, which) => {
        if (n === 0) return { throughput: 0, time: 0 };
        const fewer = queue.get(which === 0 ? `${a - 1},${b}` : `${a},${b - 1}`)!;
        const times = stations.map((k) => demands[which]![k]! * (1 + fewer[k]!));
        const time = times.reduce((sum, each) => sum + each, 0);
        const throughput = n / (think[which]! + time);
        for (const k of stations) here[k]! += throughput * times[k]!;
        return { throughput, time };
      });
      queue.set(`${a},${b}`, here);
    }
  }
  return found;
}

/**
 * The share of Poisson arrivals that find less than a whole token in a bucket of `burst` tokens, filled with `rate`. What is missing in the bucket is
 * the work of M/D/1 that is not allowed above `burst`; its distribution F obeys rate F'(x) = lambda (F(min(x, burst - 1)) - F(x - 1)).
 */
export function tokenBucketLoss(lambda: number, rate: number, burst: number): number {
  const steps = 2000;
  const last = burst * steps;
  const full = last - steps;
  const share = new Float64Array(last + 1);
  share[0] = 1;
  const slope = (i: number) =>
    (lambda / rate) * (share[Math.min(i, full)]! - (i >= steps ? share[i - steps]! : 0));
  for (let i = 0; i < last; i++) {
    const begin = slope(i);
    share[i + 1] = share[i]! + begin / steps;
    share[i + 1] = share[i]! + (begin + slope(i + 1)) / 2 / steps;
  }
  return 1 - share[full]! / share[last]!;
}

/** Engset's loss: users who think, and go back to thinking where all `c` servers are taken; the share of their tries that are lost. */
export function engset(users: number, ratio: number, c: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= c; n++) {
    term *= ((users - n) * ratio) / n;
    sum += term;
  }
  return term / sum;
}
