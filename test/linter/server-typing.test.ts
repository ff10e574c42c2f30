import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FolderSettings } from "../../extension/server/folder-settings.ts";
import { findingsOf } from "../../extension/server/judging.ts";
import { serverSettings } from "../../extension/server/settings.ts";
import { casesIn } from "./cases.ts";
import { editor, letGo } from "./editor.ts";
import { newLinter } from "./linter.ts";
import { numbers, unfinished } from "./typed.ts";

const folder = "file:///app";
const settings = { lint: { workspace: true, minimumCertainty: "possible" } };
const CASES = 30;
const EDITS = 60;

/** Some cases of the corpus whose findings hang on more than one file, each in a folder of its own. */
function project(below: (n: number) => number): Record<string, string> {
  const corpus = join(import.meta.dirname, "corpus");
  const cases = globSync("*.ts", { cwd: corpus })
    .sort()
    .flatMap((path) => casesIn(readFileSync(join(corpus, path), "utf8")))
    .map(({ files }) => files.filter(({ path }) => !path.endsWith(".json")))
    .filter((files) => files.length > 1);
  const chosen = Array.from({ length: CASES }, () => cases[below(cases.length)] ?? []);
  return Object.fromEntries(
    chosen.flatMap((files, n) => files.map(({ path, text }) => [`${folder}/case${n}/${path}`, text])),
  );
}

/** The change of a document from one text to another: what is the same at both ends is left out. */
function changeOf(old: string, text: string) {
  let start = 0;
  while (start < old.length && old[start] === text[start]) start++;
  let kept = 0;
  while (kept < Math.min(old.length, text.length) - start && old.at(-1 - kept) === text.at(-1 - kept)) kept++;
  const placeOf = (offset: number) => {
    const before = old.slice(0, offset).split("\n");
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  return {
    range: { start: placeOf(start), end: placeOf(old.length - kept) },
    text: text.slice(start, text.length - kept),
  };
}

test.each([1, 2, 3, 4])(
  "however edits, saves, openings and slices of work fall together, what is shown in the end is what a cold run finds (%i)",
  async (seed) => {
    const below = numbers(seed * 7_919);
    const files = project(below);
    const original = { ...files };
    const paths = Object.keys(files);
    const slices: (() => void)[] = [];
    const { shown, type, change, close, ask, client, log, versions, isPutOff } = await editor(
      files,
      settings,
      {
        slices,
      },
    );
    const texts = new Map<string, { version: number; text: string }>();
    const typed = (path: string) => {
      const whole = original[path] ?? "";
      return below(3) === 0 ? whole : unfinished(whole, below);
    };
    const some = async (count: number) => {
      for (let n = 0; n < count; n++) {
        await new Promise((next) => setImmediate(next));
        slices.shift()?.();
      }
    };
    // The first edits come while the folder is still being read.
    for (let n = 0; n < EDITS; n++) {
      const path = paths[below(paths.length)] ?? "";
      const before = texts.get(path);
      const disk = files[path] ?? "";
      if (before === undefined && below(3) === 0) {
        files[path] = typed(path);
        await client.sendNotification("workspace/didChangeWatchedFiles", {
          changes: [{ uri: path, type: 2 }],
        });
      } else if (before === undefined) {
        texts.set(path, { version: 1, text: disk });
        await type(path, disk, path.endsWith("js") ? "javascript" : "typescript");
      } else if (below(6) === 0) {
        texts.delete(path);
        await close(path);
      } else {
        const text = typed(path);
        const version = before.version + 1;
        texts.set(path, { version, text });
        await change(path, version, [changeOf(before.text, text)]);
      }
      await some(below(12));
    }
    await ask();
    let idle = 0;
    await letGo(slices, () => {
      idle = slices.length === 0 && !isPutOff() ? idle + 1 : 0;
      return idle > 500;
    });
    await ask();

    const cold = await newLinter();
    for (const path of paths) cold.update(path, texts.get(path)?.text ?? files[path] ?? "");
    let count = 0;
    const asSet = new FolderSettings([
      { folder, project: folder, of: folder, settings: serverSettings(settings).settings },
    ]);
    for (const path of paths) {
      const expected = findingsOf(cold, asSet, path).map(({ rule, range }) => ({ code: rule, range }));
      const found = (shown.get(path) ?? []).map(({ code, range }) => ({ code, range }));
      expect(found, path).toEqual(expected);
      count += found.length;
      const { version } = texts.get(path) ?? {};
      if (version !== undefined)
        expect(versions.findLast((one) => one.startsWith(`${path} `))).toBe(`${path} ${version}`);
    }
    expect(count).toBeGreaterThan(5);
    cold.dispose();
    expect(log.filter((line) => line.includes("Error"))).toEqual([]);
  },
);
