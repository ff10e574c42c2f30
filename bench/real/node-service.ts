// An HTTP service in a process of its own, for services.ts: node node-service.ts spin|sleep. It tells its port on standard output. A request
// says in its path how many seconds of work it is, and the answer says in a header how long that took.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const seconds = () => performance.now() / 1000;

/** Keeps the event loop busy, as a computation does. */
function spin(work: number, answer: ServerResponse): void {
  const begun = seconds();
  while (seconds() - begun < work);
  done(begun, answer);
}

const waiting: [work: number, answer: ServerResponse][] = [];
let busy = false;

/** Works on one request at a time without the CPU: the others wait in the order in which they came. */
function sleep(work: number, answer: ServerResponse): void {
  waiting.push([work, answer]);
  if (!busy) next();
}

function next(): void {
  const [work, answer] = waiting.shift() ?? [];
  busy = answer !== undefined;
  if (work === undefined || answer === undefined) return;
  const begun = seconds();
  setTimeout(() => {
    done(begun, answer);
    next();
  }, work * 1000);
}

function done(begun: number, answer: ServerResponse): void {
  answer.setHeader("x-work", String(seconds() - begun));
  answer.end();
}

const serve = process.argv[2] === "spin" ? spin : sleep;
const server = createServer((request, answer) => {
  // How long the event loop was not idle, seconds.
  if (request.url === "/busy") answer.end(String(performance.eventLoopUtilization().active / 1000));
  else serve(Number(request.url?.slice(1)), answer);
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
