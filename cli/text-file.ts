import { readFile, writeFile } from "node:fs/promises";
import { Refusal } from "./exit.ts";

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
