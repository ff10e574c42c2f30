import { readFile, writeFile } from "node:fs/promises";
import type { Json, Problem } from "../simulator/protocol.ts";
import { parseScenario } from "../simulator/scenario/parse.ts";
import type { Scenario } from "../simulator/scenario/schema/scenario.ts";
import { readTrace, TraceError } from "../simulator/scenario/trace.ts";
import { Refusal } from "./exit.ts";

export type ScenarioFile = { file: string; text: string; raw: Json; scenario: Scenario };

/** The text of a file, strict about its encoding. */
export async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${reason(error, "file")}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`${file} is not a text in UTF-8`);
  }
}

/** Writes a text; `flag` as of writeFile. */
export async function writeText(file: string, text: string, flag: "w" | "wx" = "w"): Promise<void> {
  try {
    await writeFile(file, text, { flag });
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${reason(error, "folder")}`);
  }
}

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

/** Why a file could not be read or written, where what was not found is a file or the folder that it belongs in. */
export function reason(error: unknown, missing: "file" | "folder"): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return `there is no such ${missing}`;
    case "EEXIST":
      return "it exists already";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
      return "a part of its path is no folder";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the disk can only be read";
    case "ENOSPC":
      return "the disk is full";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
