import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { Examples } from "../host/examples.ts";
import { SimulationPool } from "../host/simulation-pool.ts";
import type { Subject } from "../host/subject.ts";
import type { Shell } from "../host/view.ts";
import { Refusal } from "./exit.ts";
import { DIST, EXAMPLES } from "./folders.ts";
import { port } from "./options.ts";
import { type PanelServer, servePanel } from "./serve/server.ts";
import { readText } from "./text-file.ts";

export function registerServe(program: Command): void {
  program
    .command("serve")
    .argument("[file]", "scenario to show; the first example where left out")
    .option("--port <number>", "port on 127.0.0.1; a free one where left out", port, 0)
    .description("show the panel to browsers of this machine")
    .action(async (file: string | undefined, options: { port: number }) => {
      const server = await serve(file, options.port);
      console.log(`${server.url}  (Ctrl+C ends it)`);
    });
}

/** Starts the panel's server, and ends it with the process. */
export async function serve(file: string | undefined, portNumber: number): Promise<PanelServer> {
  // Says now what is wrong with the file's name, not first in the browser.
  if (file !== undefined) await readText(file);
  const examples = new Examples(EXAMPLES);
  const pool = new SimulationPool(DIST);
  const server = await servePanel({
    assets: DIST,
    port: portNumber,
    title: file === undefined ? "Spillway" : `Spillway: ${basename(file)}`,
    shell: (post) => shell({ post, pool, examples, file }),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void Promise.all([server.close(), pool.destroy()]).then(() => process.exit(0));
    });
  }
  return server;
}

/** What a browser page can do here: everything but what needs an editor. */
function shell({
  post,
  pool,
  examples,
  file,
}: {
  post: Shell["post"];
  pool: SimulationPool;
  examples: Examples;
  file: string | undefined;
}): Shell {
  const example = async (id: string): Promise<Subject> => ({
    origin: { kind: "example", id },
    name: (await examples.list()).find((known) => known.id === id)?.name ?? id,
    startsPlaying: true,
    text: await examples.text(id),
  });
  return {
    pool,
    post,
    examples: () => examples.list(),
    example,
    async subject(kept) {
      // Read anew for each page, so that reloading it shows what the file says now.
      if (file !== undefined) {
        return {
          origin: { kind: "document", file },
          name: basename(file),
          startsPlaying: true,
          text: await readText(file),
        };
      }
      const known = await examples.list();
      const last = kept?.origin.kind === "example" ? kept.origin.id : undefined;
      const id = known.find((one) => one.id === last)?.id ?? known[0]?.id;
      if (id === undefined) throw new Refusal(`there are no examples in ${EXAMPLES}`);
      return example(id);
    },
    strings: {},
    reducedMotion: false,
    doors: {},
    messages: { noCode: "These values do not come from code." },
    openAsText: async () => {
      throw new Refusal(
        file === undefined
          ? "A browser has no editor: see the examples folder of Spillway."
          : `A browser has no editor: open ${resolve(file)} in yours.`,
      );
    },
    showRule: async (rule) => {
      throw new Refusal(`See docs/rules/${rule}.md.`);
    },
    copy: async (text) => {
      console.log(text);
      throw new Refusal("It was printed where spillway serve runs.");
    },
    save: async () => {
      throw new Refusal("A browser saves files by itself.");
    },
    failed: (error) => {
      if (!(error instanceof Refusal)) console.error(error);
    },
  };
}
