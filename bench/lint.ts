import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lint } from "../cli/lint/run.ts";
import { createLinter } from "../linter/index.ts";
import { usualSettings } from "../linter/workspace/settings.ts";

/**
 * How long a backend takes: `npm run bench:lint -- FOLDER`, or without a folder one that is written for it. Beside it, in the same
 * run, ESLint with the TypeScript parser and `no-await-in-loop`, where bench/peers is installed (`npm ci` in there).
 */
async function main(): Promise<void> {
  const given = process.argv[2];
  const folder = given ?? written(200_000);
  try {
    await ours(folder);
    eslint(folder);
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true });
  }
}

async function ours(folder: string): Promise<void> {
  const wasm = dirname(
    createRequire(join(process.cwd(), "package.json")).resolve("@vscode/tree-sitter-wasm"),
  );
  const bytes = (name: string) => readFileSync(join(wasm, name));
  const linter = await createLinter({
    wasm: {
      runtime: bytes("tree-sitter.wasm"),
      typescript: bytes("tree-sitter-typescript.wasm"),
      tsx: bytes("tree-sitter-tsx.wasm"),
    },
  });
  const { reported, stats } = await lint(linter, folder, usualSettings, () => true);
  const total = stats.readMs + stats.judgeMs;
  const megabytes = process.memoryUsage().rss / 1e6;
  tell(
    "spillway, cold",
    total,
    `${stats.files} files, ${stats.lines} lines, ${reported.length} findings, ${megabytes.toFixed(0)} MB`,
  );
  const edited = reported.slice(0, 20).map(({ finding }) => finding.file);
  const times = [...new Set(edited)].map((path) => {
    const text = `${readFileSync(path, "utf8")}\nvoid 0;\n`;
    const from = performance.now();
    linter.update(path, text);
    linter.findings(path);
    return performance.now() - from;
  });
  times.sort((a, b) => a - b);
  tell(
    "spillway, one edit",
    times[times.length >> 1] ?? 0,
    `median of ${times.length}, slowest ${times.at(-1)?.toFixed(0)} ms`,
  );
}

function eslint(folder: string): void {
  const peers = join(process.cwd(), "bench/peers");
  const script = join(peers, "eslint.mjs");
  const from = performance.now();
  const run = spawnSync(process.execPath, [script, folder], { cwd: peers, encoding: "utf8" });
  if (run.status !== 0) {
    console.log(
      `eslint: not run (${run.stderr.split("\n").find((line) => line.includes("Error")) ?? "no reason given"})`,
    );
    return;
  }
  tell("eslint no-await-in-loop", performance.now() - from, run.stdout.trim());
}

function tell(what: string, milliseconds: number, more: string): void {
  console.log(`${what.padEnd(26)} ${milliseconds.toFixed(0).padStart(7)} ms  ${more}`);
}

/** A backend of about so many lines: services that call services that query, one loop in five over a query. */
function written(lines: number): string {
  const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
  const files = Math.ceil(lines / 200);
  for (let n = 0; n < files; n++) {
    const path = join(folder, "src", `area${n % 40}`);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `service${n}.ts`), service(n, files));
  }
  writeFileSync(
    join(folder, "src", "prisma.service.ts"),
    'import { PrismaClient } from "@prisma/client";\nexport class PrismaService extends PrismaClient {}\n',
  );
  return folder;
}

function service(n: number, files: number): string {
  const other = (n * 7 + 1) % files;
  const methods = Array.from({ length: 19 }, (_, m) => method(n, m, other));
  return `import { PrismaService } from "../prisma.service.ts";
import { Service${other} } from "../area${other % 40}/service${other}.ts";

export class Service${n} {
  constructor(private readonly prisma: PrismaService, private readonly other: Service${other}) {}
${methods.join("\n")}
}
`;
}

function method(n: number, m: number, other: number): string {
  const loop = m % 5 === 0;
  return `
  async method${m}(ids: string[], options: { take?: number } = {}) {
    const rows = await this.prisma.table${n % 30}.findMany({ where: { id: { in: ids } }, take: options.take ?? 100 });
    const names = rows.map((row) => \`\${row.id} \${row.name ?? "none"}\`).filter((name) => name !== "");
    ${loop ? `for (const row of rows) {\n      await this.other.method${(m + 1) % 19}([row.id]); // service ${other}\n    }` : "const total = names.reduce((sum, name) => sum + name.length, 0);"}
    if (names.length === 0) {
      throw new Error("nothing for " + ids.join(", "));
    }
    return { names, count: ${loop ? "rows.length" : "total"} };
  }`;
}

await main();
