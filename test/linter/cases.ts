/** One labelled program of the corpus. */
export interface Case {
  title: string;
  files: { path: string; text: string }[];
  /** `file:line rule`, sorted; lines count from 1 within their file. */
  expected: string[];
}

/**
 * The cases in a corpus file. `// case: title` opens one, `// file: path` a file of it (`main.ts` without), and `// expect: rule`
 * at the end of a line says what is to be found there. Nothing else may be found.
 */
export function casesIn(text: string): Case[] {
  const cases: Case[] = [];
  for (const block of text.split(/^\/\/ case: /m).slice(1)) {
    const [title = "", ...lines] = block.split("\n");
    const files: Case["files"] = [];
    let path = "main.ts";
    let body: string[] = [];
    const close = () => {
      if (body.some((line) => line.trim() !== "")) files.push({ path, text: body.join("\n") });
      body = [];
    };
    for (const line of lines) {
      const opened = /^\/\/ file: (.+)$/.exec(line)?.[1];
      if (opened === undefined) body.push(line);
      else {
        close();
        path = opened.trim();
      }
    }
    close();
    cases.push({ title: title.trim(), files, expected: files.flatMap(expectedIn).sort() });
  }
  return cases;
}

function expectedIn({ path, text }: { path: string; text: string }): string[] {
  return text.split("\n").flatMap((line, index) => {
    const rules = /\/\/ expect: ([\w-]+(?:, [\w-]+)*)$/.exec(line)?.[1]?.split(", ") ?? [];
    return rules.map((rule) => `${path}:${index + 1} ${rule}`);
  });
}
