import { Agent, get } from "node:http";
import { connect, type Socket } from "node:net";
import { RandomStream } from "../../simulator/engine/random-stream.ts";

/** One request, in seconds: when it was sent, what it was to take, what that took where the service tells it, and when its answer was there. */
export type Answered = { sent: number; asked: number; work?: number; answered: number };

/** Sends a request of so many seconds of work; resolves with what the work took, where that is told. */
export type Send = (asked: number) => Promise<number | undefined>;

/** A service under test; `busy` is for how many seconds its thread has worked so far, where it tells that. */
export type Service = { send: Send; busy?: () => Promise<number> };

/** A service by HTTP over kept connections, as many as are needed. */
export function http(port: number): Service {
  const agent = new Agent({ keepAlive: true, maxSockets: 2000, maxFreeSockets: 2000 });
  const ask = (path: string) =>
    new Promise<{ work: number; text: string }>((resolve, reject) => {
      get({ agent, host: "127.0.0.1", port, path }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
        });
        response.once("end", () => resolve({ work: Number(response.headers["x-work"]), text }));
      }).once("error", reject);
    });
  return {
    send: async (asked) => (await ask(`/${asked}`)).work,
    busy: async () => Number((await ask("/busy")).text),
  };
}

/** Redis that is told to sleep, over a connection for each request that is under way. */
export function redisSleep(port: number): Service {
  const idle: Socket[] = [];
  const ask = async (command: string) => {
    const socket = idle.pop() ?? connect(port, "127.0.0.1");
    const answer = await new Promise<string>((resolve, reject) => {
      socket.once("error", reject).once("data", (text: Buffer) => resolve(text.toString()));
      socket.write(`${command}\r\n`);
    });
    socket.removeAllListeners("error");
    idle.push(socket);
    return answer;
  };
  return {
    send: async (asked) => {
      await ask(`DEBUG SLEEP ${asked}`);
      return undefined;
    },
    busy: async () =>
      Number(/cmdstat_debug[^:]*:calls=\d+,usec=(\d+)/.exec(await ask("INFO commandstats"))?.[1]) / 1e6,
  };
}

/** How long an answer takes beyond its work when nothing else is under way, seconds: the median of some. */
export async function overheadOf({ send }: Service): Promise<number> {
  // Connections are there before they are needed.
  await Promise.all(Array.from({ length: 200 }, () => send(0)));
  const beyond: number[] = [];
  for (let i = 0; i < 100; i++) {
    const asked = 0.002 + (i % 10) / 1994;
    const begun = performance.now();
    const work = await send(asked);
    beyond.push((performance.now() - begun) / 1000 - (work ?? asked));
  }
  return beyond.sort((a, b) => a - b)[50] as number;
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Poisson arrivals with exponential work, which do not wait for answers. */
export async function open(send: Send, rate: number, work: number, duration: number, seed: number) {
  const [gaps, works] = [new RandomStream(seed, "arrivals"), new RandomStream(seed, "work")];
  const requests: Answered[] = [];
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  const now = () => (performance.now() - start) / 1000;
  for (let due = gaps.exponential() / rate; due < duration; ) {
    if (due > now()) await pause(due - now());
    for (; due <= now() && due < duration; due += gaps.exponential() / rate)
      underWay.push(one(send, work * works.exponential(), now, requests));
  }
  await Promise.all(underWay);
  return requests;
}

/** Users who send, wait for the answer, and think for an exponential time. */
export async function closed(
  send: Send,
  users: number,
  think: number,
  work: number,
  duration: number,
  seed: number,
) {
  const [thinks, works] = [new RandomStream(seed, "think"), new RandomStream(seed, "work")];
  const requests: Answered[] = [];
  const start = performance.now();
  const now = () => (performance.now() - start) / 1000;
  const user = async () => {
    for (;;) {
      await pause(think * thinks.exponential());
      if (now() >= duration) return;
      await one(send, work * works.exponential(), now, requests);
    }
  };
  await Promise.all(Array.from({ length: users }, user));
  return requests;
}

async function one(send: Send, asked: number, now: () => number, requests: Answered[]): Promise<void> {
  const sent = now();
  const work = await send(asked);
  requests.push({ sent, asked, answered: now(), ...(work === undefined ? {} : { work }) });
}
