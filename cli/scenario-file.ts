import type { Json, Problem } from "../simulator/protocol.ts";
import { parseScenario } from "../simulator/scenario/parse.ts";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import { readTrace, TraceError } from "../simulator/scenario/trace.ts";
import { Refusal } from "./exit.ts";
import { readText } from "./text-file.ts";

export type ScenarioFile = { file: string; text: string; raw: Json; scenario: Scenario };

/** Reads and checks a scenario. A Refusal says each problem with its place. */
export async function readScenario(file: string): Promise<ScenarioFile> {
  const text = await readText(file);
  const result = parseScenario(text);
  if (!result.ok) throw new Refusal(result.problems.map((problem) => problemLine(file, problem)).join("\n"));
  return { file, text, raw: result.raw, scenario: result.scenario };
}

/** Reads a recorded trace. A Refusal says what is wrong with it. */
export async function readTraceFile(file: string): Promise<ReturnType<typeof readTrace>> {
  try {
    return readTrace(await readText(file));
  } catch (error) {
    if (error instanceof TraceError) throw new Refusal(`${file}: ${error.message}`);
    throw error;
  }
}

/** `file:line:column: path: message`, which terminals and editors make a link of. */
export function problemLine(file: string, { line, column, path, message, suggestion }: Problem): string {
  const where = path === "" ? "" : `${path}: `;
  const advice = suggestion === undefined ? "" : ` (${suggestion})`;
  return `${file}:${line}:${column}: ${where}${message}${advice}`;
}
