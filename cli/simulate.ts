import { type Command, Option } from "commander";
import type { SimulationPool } from "../host/simulation-pool.ts";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import type { Evidence, Load } from "../simulator/studies.ts";
import { LOADS, withLoad } from "../simulator/study/load.ts";
import { changed } from "../simulator/study/timeline.ts";
import { exitOf, Refusal } from "./exit.ts";
import { refusing } from "./goals.ts";
import { precision, trace } from "./options.ts";
import { studyCsv } from "./output/csv.ts";
import { studyJson } from "./output/json.ts";
import { junit } from "./output/junit.ts";
import { otlpJson } from "./output/otlp.ts";
import { report } from "./output/report/report.ts";
import { studyText } from "./output/text.ts";
import { readScenario, readTraceFile, type ScenarioFile } from "./scenario-file.ts";
import { runStudy, type Study, type StudyOptions } from "./study.ts";
import { writeText } from "./text-file.ts";
import { type CommonOptions, threadPool, withCommonOptions } from "./workbench.ts";

/** Requests of which spans are written. */
const TRACED = 200;

/** Forms of a result; a page shows one run second by second beside the numbers of all. */
const FORMATS: Record<string, (study: Study, watch: () => Promise<Evidence>) => string | Promise<string>> = {
  text: studyText,
  json: studyJson,
  csv: studyCsv,
  junit: (study) => junit([study]),
  html: async (study, watch) => report(study, await watch()),
};

type Options = CommonOptions &
  StudyOptions & { trace: Record<string, string>; traceOut?: string; load?: Load; format: string };

export function registerSimulate(program: Command): void {
  const command = program.command("simulate").argument("<file>", "scenario, JSON or YAML");
  withCommonOptions(command, "replications; as the scenario says where left out")
    .option(
      "--trace <source=file>",
      "let a source replay a recorded trace, CSV or JSON with columns such as time_ms, work_ms, key; can be repeated",
      trace,
      {},
    )
    .option(
      "--precision <share>",
      "go on until p99 and budgets are known to this share, such as 0.02",
      precision,
    )
    .option(
      "--trace-out <file>",
      `write some requests of the first run as spans, at most ${TRACED}, in the JSON of the OpenTelemetry protocol`,
    )
    .addOption(
      new Option(
        "--load <test>",
        "a load test in place of the scenario's own load; the breaking point has a command of its own",
      ).choices(LOADS),
    )
    .addOption(
      new Option("--format <name>", "form of the result").choices(Object.keys(FORMATS)).default("text"),
    )
    .description("run a scenario's replications, and judge its budgets")
    .addHelpText(
      "after",
      `
Examples:
  spillway simulate orders.sim.json --runs 50
  spillway simulate orders.sim.json --set orders-db.max=20 --set orders-db.acquireTimeout=1s
  spillway simulate orders.sim.json --load spike
  spillway simulate orders.sim.json --format json | jq '.verdict'`,
    )
    .action(async (path: string, { threads, format, trace: traces, load, traceOut, ...options }: Options) => {
      let file = await readScenario(path);
      for (const [source, from] of Object.entries(traces)) {
        const component = file.scenario.components.find(({ id }) => id === source);
        if (component?.type !== "source") throw noSource(source, file.scenario);
        options.set[`${source}.arrival`] = await readTraceFile(from);
      }
      if (load !== undefined) {
        file = underLoad(file, load, options);
        options.set = {};
      }
      // Whether it can be written is told before the runs are waited for.
      if (traceOut !== undefined) await writeText(traceOut, "");
      const pool = threadPool(threads);
      try {
        const study = await runStudy(pool, file, options, false);
        const watch = () => {
          const { text, scenario } = file;
          const { set = {}, duration } = options;
          const seed = options.seed ?? scenario.run.seed;
          return pool.observe({ text, set, seed, ...(duration === undefined ? {} : { duration }) });
        };
        if (traceOut !== undefined) await writeSpans(pool, file, study, options, traceOut);
        process.stdout.write(await (FORMATS[format] ?? studyText)(study, watch));
        process.exitCode = exitOf(study.verdict, options.undecided);
      } finally {
        await pool.destroy();
      }
    });
}

function noSource(id: string, { components }: Scenario): Refusal {
  const sources = components.filter(({ type }) => type === "source");
  return new Refusal(
    `--trace ${id}: there is no such source (there are: ${sources.map((one) => one.id).join(", ")})`,
  );
}

/** The scenario with what was asked to be changed, under a load test; from then on it is a document of its own. */
function underLoad(file: ScenarioFile, load: Load, { set, duration }: StudyOptions): ScenarioFile {
  return refusing(() => {
    const document = withLoad(changed(file.raw, set ?? {}), load, duration);
    const { scenario, raw } = changed(document, {});
    return {
      file: file.file,
      text: JSON.stringify(raw),
      raw,
      scenario: { ...scenario, name: `${scenario.name}, ${load} test` },
    };
  });
}

/** Spreads the requests that are kept over the whole run. */
async function writeSpans(
  pool: SimulationPool,
  { text, scenario }: ScenarioFile,
  { runs: [first] }: Study,
  { set = {}, seed = scenario.run.seed, duration }: StudyOptions,
  out: string,
): Promise<void> {
  const requests = (first?.measurements ?? [])
    .filter(({ metric, component }) => metric === "requests.count" && !component.includes("/"))
    .reduce((sum, { window, value }) => (window === undefined ? sum + value : sum), 0);
  const spans = await pool.spans({
    input: { text, set, seed, ...(duration === undefined ? {} : { duration }) },
    most: TRACED,
    oneIn: Math.max(1, Math.floor(requests / TRACED)),
  });
  await writeText(out, otlpJson(spans, scenario, seed));
}
