import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Writes a backend of about so many lines: services that call services that query, one loop in five over a query. Its files are an
 * hour old, as those of a checkout are.
 */
export function writtenBackend(lines: number): string {
  const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
  const files = Math.ceil(lines / 200);
  const hourAgo = Date.now() / 1000 - 3600;
  const write = (path: string, text: string) => {
    writeFileSync(path, text);
    utimesSync(path, hourAgo, hourAgo);
  };
  for (let n = 0; n < files; n++) {
    const path = join(folder, "src", `area${n % 40}`);
    mkdirSync(path, { recursive: true });
    write(join(path, `service${n}.ts`), service(n, files));
  }
  write(
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
