import { afterEach, expect, test, vi } from "vitest";
import { Evaluator } from "../../linter/link/values/evaluator.ts";
import { nPlusOne } from "../../linter/rules/n-plus-one.ts";
import { linterOf } from "./linter.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const asking = (name: string) => `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ${name}(ids: string[]) {
  for (const id of ids) await prisma.user.findMany({ where: { id } });
}
`;
const files = { "a.ts": asking("a"), "b.ts": asking("b"), "c.ts": asking("c") };

test("a rule that fails on a file is told, and the other files are judged", async () => {
  const linter = await linterOf(files);
  const check = nPlusOne.check;
  vi.spyOn(nPlusOne, "check").mockImplementation((linked, file) => {
    if (file.path === "b.ts" && file.source.includes("b(ids")) throw new RangeError("too deep");
    return check(linked, file);
  });
  expect(linter.all().map(({ file }) => file)).toEqual(["a.ts", "c.ts"]);
  expect([...linter.faults()]).toEqual([["b.ts", "too deep"]]);
  linter.update("b.ts", asking("other"));
  expect(linter.all().map(({ file }) => file)).toEqual(["a.ts", "b.ts", "c.ts"]);
  expect(linter.faults().size).toBe(0);
  linter.dispose();
});

test("a file that cannot be linked is left out, with what leads into it, until it changes", async () => {
  const linter = await linterOf({
    ...files,
    "helper.ts": asking("helper"),
    "caller.ts":
      'import { helper } from "./helper";\nexport const all = (lists: string[][]) => Promise.all(lists.map(helper));\n',
  });
  const value = Evaluator.prototype.value;
  const failing = vi.spyOn(Evaluator.prototype, "value").mockImplementation(function (
    this: Evaluator,
    file,
    of,
  ) {
    if (file.path === "helper.ts") throw new RangeError("too deep");
    return value.call(this, file, of);
  });
  expect(linter.all().map(({ file }) => file)).toEqual(["a.ts", "b.ts", "c.ts"]);
  expect([...linter.faults().keys()]).toEqual(["helper.ts", "caller.ts"]);
  failing.mockRestore();
  linter.update("helper.ts", `${asking("helper")}\n`);
  expect(linter.all().map(({ file }) => file)).toEqual(["a.ts", "b.ts", "c.ts", "helper.ts", "caller.ts"]);
  linter.dispose();
});
