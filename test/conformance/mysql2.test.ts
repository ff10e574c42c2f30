import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ours, theirs, trace } from "./replay.ts";

const require = createRequire(import.meta.url);
const library = join(require.resolve("mysql2/package.json"), "..", "lib");

let opened = 0;
let connectTime = 0;

/** What mysql2's pool connections are made of; without a server. */
class Connection extends EventEmitter {
  readonly config: object;

  constructor(options: { config: object }) {
    super();
    this.config = options.config;
  }

  connect(done: () => void): void {
    opened++;
    if (connectTime === 0) process.nextTick(done);
    else setTimeout(done, connectTime);
  }

  destroy(): void {}
}

type PoolConnection = { release(): void };
type Pool = { getConnection(done: (error: Error | null, connection: PoolConnection) => void): void };

const connectionFile = join(library, "connection.js");
require.cache[connectionFile] = { exports: Connection, loaded: true, id: connectionFile } as NodeJS.Module;
const MysqlPool = require(join(library, "pool.js")) as new (options: { config: object }) => Pool;
const MysqlConfig = require(join(library, "pool_config.js")) as new (options: object) => object;

function mysql(options: object, time = 0) {
  opened = 0;
  connectTime = time;
  const pool = new MysqlPool({ config: new MysqlConfig(options) });
  return () =>
    new Promise<PoolConnection>((resolve, reject) => {
      pool.getConnection((error, connection) =>
        error ? reject(error) : resolve({ release: () => connection.release() }),
      );
    });
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each([1, 2, 3, 4])("trace %d", (seed) => {
  test.each([
    { name: "a light load", limit: 5, gap: 20, hold: 60, queue: 0 },
    { name: "an overload without a limit", limit: 3, gap: 14, hold: 40, queue: 0 },
    { name: "an overload with a limit of waiting", limit: 3, gap: 10, hold: 40, queue: 4 },
    { name: "idle for longer than its idle timeout", limit: 4, gap: 200, hold: 50, queue: 0 },
  ])(
    "mysql2 and our pool hand out connections at the same times: $name",
    async ({ limit, gap, hold, queue }) => {
      const wanted = trace(400, seed, gap, hold);
      const real = await theirs(wanted, mysql({ connectionLimit: limit, queueLimit: queue }));
      const { got, connects } = ours(
        { preset: "mysql2", max: limit, waitQueueLimit: queue === 0 ? "unlimited" : queue },
        wanted,
      );
      expect(got).toEqual(real);
      expect(connects).toBe(opened);
    },
  );

  test("mysql2 gives a new connection to who asked for it; ours does so as long as none is returned meanwhile", async () => {
    const wanted = trace(60, seed, 400, 20);
    const real = await theirs(wanted, mysql({ connectionLimit: 2 }, 500));
    const { got, connects } = ours({ preset: "mysql2", max: 2, connectTime: "500ms" }, wanted);
    expect(got).toEqual(real);
    expect(connects).toBe(opened);
  });
});
