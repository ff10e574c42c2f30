import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./cluster.ts";

/** A program under test: where it listens, and how to end it. */
export type Running = { port: number; stop(): Promise<void> };

/** node-service.ts, which tells its port. */
export async function nodeService(kind: "spin" | "sleep"): Promise<Running> {
  const program = join(import.meta.dirname, "node-service.ts");
  const child = spawn(process.execPath, ["--no-warnings", program, kind], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.stdout.once("data", (text: Buffer) => resolve(Number(text)));
  });
  return { port, stop: () => ended(child) };
}

/** nginx (Debian: apt-get install nginx) before some servers, with one worker, so that it knows of all connections. */
export async function nginx(method: "" | "least_conn", ports: readonly number[]): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-nginx-"));
  const port = await freePort();
  const servers = ports.map((each) => `server 127.0.0.1:${each};`).join(" ");
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error;
     events { worker_connections 4000; }
     http {
       access_log off; client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
       uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       upstream services { ${method === "" ? "" : `${method};`} ${servers} keepalive 500; }
       server { listen 127.0.0.1:${port}; keepalive_requests 1000000;
         location / { proxy_pass http://services; proxy_http_version 1.1; proxy_set_header Connection ""; } }
     }`,
  );
  return launched(
    "nginx",
    ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", join(folder, "error")],
    port,
    folder,
  );
}

/** Redis (Debian: apt-get install redis-server), which may be told to sleep: its one thread does nothing else meanwhile. */
export async function redis(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-redis-"));
  const port = await freePort();
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  return launched("redis-server", [...settings, "--enable-debug-command", "yes"], port, folder);
}

async function launched(program: string, args: string[], port: number, folder: string): Promise<Running> {
  const child = spawn(program, args, { stdio: "ignore" });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", () => reject(new Error(`${program} is not installed (Debian: apt-get install)`)));
  });
  await Promise.race([failed, answers(port, child)]);
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { port, stop };
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let left = 100; left > 0; left--) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (open) return;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${child.spawnfile} does not answer on port ${port}`);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
