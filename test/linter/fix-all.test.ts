import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fixAll } from "../../extension/server/diagnostics.ts";
import { english } from "../../words/sentence.ts";
import { compiled } from "./compiled.ts";
import { newLinter } from "./linter.ts";

const program = `// Everything that a report needs.
import { Pool } from "pg";
import { PrismaClient } from "@prisma/client";
import type { Repository } from "typeorm";
const prisma = new PrismaClient();
export const main = new Pool();
export const replica = new Pool({ max: 4 });

export async function names(orders: { userId: string }[]): Promise<string[]> {
  const out: string[] = [];
  for (const order of orders) {
    // The buyer.
    const user = await prisma.user.findUnique({ where: { id: order.userId } });
    const items = await prisma.item.findMany({ where: { userId: order.userId } });
    out.push((user?.name ?? "") + items.length);
  }
  for (const { userId } of orders) {
    const user = await prisma.user.findUnique({ where: { id: userId } });
    out.push(user?.email ?? "");
  }
  return out;
}

export async function add(list: string[]): Promise<void> {
  for (const name of list) await prisma.user.create({ data: { name } });
}

interface Team {
  id: number;
  name: string;
}
export async function teams(repository: Repository<Team>, ids: number[]): Promise<(Team | null)[]> {
  for (const id of ids) console.log((await repository.findOneBy({ id }))?.name);
  return Promise.all(ids.map((id) => repository.findOneBy({ id })));
}
`;

test("everything in a file is fixed at once: nothing overlaps, the result compiles", async () => {
  const linter = await newLinter();
  linter.update("main.ts", program);
  const findings = linter.findings("main.ts");
  const count = (rule: string) => findings.filter((finding) => finding.rule === rule).length;
  expect([count("n-plus-one"), count("write-in-loop"), count("pool-acquire-timeout")]).toEqual([5, 1, 2]);
  const edits = fixAll(findings, english)?.edit?.changes?.["main.ts"] ?? [];
  // Throws where two edits overlap.
  const after = TextDocument.applyEdits(TextDocument.create("main.ts", "typescript", 1, program), edits);
  expect(after.match(/import \{ In \}/g)).toHaveLength(1);
  for (const comment of program.match(/\/\/ .*/g) ?? []) expect(after).toContain(comment);
  expect(compiled({ "before.ts": program, "after.ts": after })).toBe("");
  linter.update("main.ts", after);
  const left = linter.findings("main.ts").filter(({ fixes }) => fixes.some(({ isPreferred }) => isPreferred));
  expect(left.map(({ rule, range }) => [rule, range.start.line])).toEqual([]);
  linter.dispose();
});

test("a file with nothing to fix has no action", () => {
  expect(fixAll([], english)).toBeUndefined();
});
