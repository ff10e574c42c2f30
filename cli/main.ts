import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { registerBreakpoint } from "./breakpoint.ts";
import { registerCheck } from "./check.ts";
import { registerCompare } from "./compare.ts";
import { registerCompletion } from "./completion.ts";
import { registerComponents } from "./components.ts";
import { EXIT, Interrupted, Refusal } from "./exit.ts";
import { registerExplain } from "./explain.ts";
import { registerLint } from "./lint.ts";
import { registerNew } from "./new.ts";
import { registerRecommend } from "./recommend.ts";
import { registerServe } from "./serve.ts";
import { registerSimulate } from "./simulate.ts";
import { registerStart } from "./start.ts";
import { registerSweep } from "./sweep.ts";

/** `spillway`: the simulator and the linter in a terminal. Its exit codes are in exit.ts. */
async function main(): Promise<void> {
  const program = new Command("spillway")
    .description("Simulate, see and lint what sits in front of a database.")
    .version(version)
    .showHelpAfterError("(add --help for what it takes)")
    .exitOverride();
  for (const register of [
    registerStart,
    registerServe,
    registerSimulate,
    registerCompare,
    registerSweep,
    registerRecommend,
    registerExplain,
    registerBreakpoint,
    registerComponents,
    registerCheck,
    registerNew,
    registerLint,
    registerCompletion,
  ]) {
    register(program);
  }
  // Commands do not inherit this from those that were made before.
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError("(add --help for what it takes)");
  await program.parseAsync();
}

// Whoever reads the output may stop early, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.pass);
  throw error;
});

main().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.pass : EXIT.invalid;
    return;
  }
  if (error instanceof Refusal) {
    console.error(error.message);
    process.exitCode = EXIT.invalid;
    return;
  }
  if (error instanceof Interrupted) {
    process.exitCode = EXIT.interrupted;
    return;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = EXIT.internal;
});
