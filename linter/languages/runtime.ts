import * as runtime from "@vscode/tree-sitter-wasm";

// The package is CommonJS: where Node loads it itself, its names are on the default export.
export const treeSitter = "default" in runtime ? (runtime.default as typeof runtime) : runtime;

/** The memory of the parser's runtime, under the names that Emscripten gives its views. They are other ones after it has grown. */
export interface ParserMemory {
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
  /** Room for so many things of that size, all 0; 0 where there is none. */
  _calloc(count: number, size: number): number;
}

let started: Promise<ParserMemory> | undefined;

/** Starts the parser's runtime, of which a thread has one. */
export function startRuntime(bytes: Uint8Array): Promise<ParserMemory> {
  started ??= start(bytes);
  return started;
}

async function start(bytes: Uint8Array): Promise<ParserMemory> {
  // Emscripten reads the bytes from the object that it is given, and makes that object the module: its memory is on it then.
  const module = { wasmBinary: bytes } as unknown as ParserMemory & { locateFile: () => string };
  await treeSitter.Parser.init(module);
  return module;
}
