import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** Where Debian puts the programs of each version. */
const DEBIAN = "/usr/lib/postgresql";

/** A PostgreSQL of its own, in a temporary folder and on a free port of the loopback interface. */
export type Cluster = { version: string; connection: pg.ClientConfig; stop(): Promise<void> };

type User = { uid?: number; gid?: number };

/** Starts a cluster; throws with what to do where PostgreSQL is not installed or does not start. */
export async function startCluster(maxConnections: number): Promise<Cluster> {
  const programs = programFolder();
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), "spillway-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? -1);
  const data = join(folder, "data");
  const options = { ...user, stdio: "ignore", cwd: folder } as const;
  execFileSync(
    join(programs, "initdb"),
    ["-D", data, "-U", "spillway", "-A", "trust", "-E", "UTF8", "-N"],
    options,
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: maxConnections,
    autovacuum: "off",
    fsync: "off",
  };
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    options,
  );
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const stop = async () => {
    // Fast shutdown: connections are closed, and it does not wait for them.
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const connection = { host: "127.0.0.1", port, user: "spillway", database: "postgres" };
  try {
    return { version: await firstAnswer(connection, () => server.exitCode !== null), connection, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function programFolder(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((folder) => existsSync(join(folder, "initdb")));
  if (found === undefined)
    throw new Error("PostgreSQL is not installed. On Debian: apt-get install -y postgresql (as root).");
  return found;
}

/** PostgreSQL refuses to run as root, and then runs as the user that its package has made. */
function serverUser(): User {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Asks for its version until it answers. */
async function firstAnswer(connection: pg.ClientConfig, gone: () => boolean): Promise<string> {
  for (let left = 150; ; left--) {
    const client = new pg.Client(connection);
    try {
      await client.connect();
      const { rows } = await client.query<{ server_version: string }>("show server_version");
      return rows[0]?.server_version ?? "";
    } catch (error) {
      if (left === 0 || gone()) throw new Error("PostgreSQL did not start.", { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
