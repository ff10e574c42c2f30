import type { FileFacts } from "../facts.ts";
import { configurationFacts, isConfiguration } from "./json/configuration.ts";
import { createTypeScriptFrontEnd, dialectOf } from "./typescript/front-end.ts";

/** The bytes that a shell reads from its own files. */
export interface GrammarBytes {
  runtime: Uint8Array;
  typescript: Uint8Array;
  tsx: Uint8Array;
}

/** Turns text into facts. Holds one parser; not for use from several threads. */
export interface FrontEnd {
  /**
   * Facts of a file, or undefined where it is of another language. Never throws on any text. `languageId` is the editor's, for
   * documents that have no file ending.
   */
  read(path: string, text: string, languageId?: string): FileFacts | undefined;
  dispose(): void;
}

/** Every language that is read. */
export async function createFrontEnd(bytes: GrammarBytes): Promise<FrontEnd> {
  const typescript = await createTypeScriptFrontEnd(bytes);
  return {
    read: (path, text, languageId) =>
      isConfiguration(path) ? configurationFacts(text) : typescript.read(path, text, languageId),
    dispose: () => typescript.dispose(),
  };
}

/** Whether a file is code, in which something may be found. */
export function isCode(path: string): boolean {
  return dialectOf(path) !== undefined;
}

/** Whether a file is read: code, and what code imports of other kinds. */
export function isRead(path: string): boolean {
  return isCode(path) || isConfiguration(path);
}
