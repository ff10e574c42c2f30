import type { Tree } from "@vscode/tree-sitter-wasm";
import * as runtime from "@vscode/tree-sitter-wasm";

// The package is CommonJS: where Node loads it itself, its names are on the default export.
export const treeSitter = "default" in runtime ? (runtime.default as typeof runtime) : runtime;

/**
 * The runtime's functions over the one cursor that lies in its exchange buffer, as the package calls them. `tree` is the address of a
 * tree. The package's own TreeCursor copies the cursor out and in again around each of them, which takes longer than the call.
 */
export interface CursorCalls {
  /** Both 1 where there is such a node. */
  _ts_tree_cursor_goto_first_child_wasm(tree: number): number;
  _ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
  _ts_tree_cursor_goto_parent_wasm(tree: number): number;
  _ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
  _ts_tree_cursor_current_field_id_wasm(tree: number): number;
  _ts_tree_cursor_start_index_wasm(tree: number): number;
  _ts_tree_cursor_end_index_wasm(tree: number): number;
  _ts_tree_cursor_delete_wasm(tree: number): void;
}

let started: Promise<CursorCalls> | undefined;

/** Starts the parser's runtime, of which a thread has one. */
export function startRuntime(bytes: Uint8Array): Promise<CursorCalls> {
  started ??= start(bytes);
  return started;
}

async function start(bytes: Uint8Array): Promise<CursorCalls> {
  // Emscripten reads the bytes from the object that it is given, and makes that object the module: its functions are on it then.
  const module = { wasmBinary: bytes } as unknown as CursorCalls & { locateFile: () => string };
  await treeSitter.Parser.init(module);
  return module;
}

/** Puts a cursor at the root of the tree into the exchange buffer; returns the tree's address. */
export function enter(tree: Tree): number {
  tree.walk();
  return (tree as unknown as Record<0, number>)[0];
}
