import { statSync } from "node:fs";
import { isCode } from "../../linter/languages/front-end.ts";
import type { LintRun } from "./run.ts";

/** Why what was asked for was not linted, a line each: a file that is none of ours or is left out, a folder without a file of ours. */
export function unlinted(asked: readonly string[], run: LintRun): string[] {
  const skipped = new Map(run.stats.skipped.map(({ path, reason }) => [path, reason]));
  return asked.flatMap((path) => {
    if (statSync(path).isDirectory()) {
      const some = run.linted.some((file) => file.startsWith(path === "/" ? path : `${path}/`));
      return some ? [] : [`${path} has no JavaScript or TypeScript file to lint`];
    }
    if (run.linted.includes(path)) return [];
    if (!isCode(path)) return [`${path} is not linted: it is neither JavaScript nor TypeScript`];
    const reason = skipped.get(path);
    if (reason !== undefined) return [`${path} is not linted: ${reason}`];
    return [
      run.met.has(path)
        ? `${path} is not linted: the settings leave it out, or the usual ones for tests, migrations and scripts`
        : `${path} is not linted: .gitignore leaves it out, or it is in a folder that is never entered`,
    ];
  });
}
