import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What the compiler, at its strictest, says of these files beside the stubs of the libraries; "" where it has nothing to say. */
export function compiled(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "spillway-fixes-"));
  try {
    copyFileSync(join(import.meta.dirname, "stubs/libraries.d.ts"), join(folder, "libraries.d.ts"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const compilerOptions = {
      target: "ES2023",
      module: "ESNext",
      moduleResolution: "bundler",
      lib: ["ES2023", "DOM"],
      types: [],
      strict: true,
      experimentalDecorators: true,
      noEmit: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const tsc = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc");
    return execFileSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
  } catch (error) {
    return `refused: ${String((error as { stdout?: unknown }).stdout)}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
