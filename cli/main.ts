import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { EXIT, Interrupted, Refusal } from "./exit.ts";
import { registerLint } from "./lint.ts";
import { reason } from "./text-file.ts";

/**
 * In the order in which they are listed. What simulates is loaded where it is asked for, which takes longer than the linter does for a few files. The linter is there
 * from the start: in a bundle, the constants of what is loaded later are variables, and so a little slower.
 */
const commands: Record<string, () => Promise<(program: Command) => void>> = {
  start: async () => (await import("./start.ts")).registerStart,
  serve: async () => (await import("./serve.ts")).registerServe,
  simulate: async () => (await import("./simulate.ts")).registerSimulate,
  compare: async () => (await import("./compare.ts")).registerCompare,
  sweep: async () => (await import("./sweep.ts")).registerSweep,
  recommend: async () => (await import("./recommend.ts")).registerRecommend,
  explain: async () => (await import("./explain.ts")).registerExplain,
  breakpoint: async () => (await import("./breakpoint.ts")).registerBreakpoint,
  components: async () => (await import("./components.ts")).registerComponents,
  check: async () => (await import("./check.ts")).registerCheck,
  new: async () => (await import("./new.ts")).registerNew,
  lint: async () => registerLint,
};

const GUIDE = `
To begin with:
  spillway new orders.sim.json          write a small scenario
  spillway simulate orders.sim.json     what it does: rates, percentiles, pools, goals
  spillway explain orders.sim.json      why it does that
  spillway recommend orders.sim.json    a better size for its pool, measured
  spillway serve orders.sim.json        watch it, and turn its knobs, in a browser

Each command has examples: spillway COMMAND --help.
It ends with 0 where every goal is met, 1 where one is not, 2 where something is not valid,
3 where it is too close to call, and 4 where Spillway itself failed.`;

/** `spillway`: the simulator and the linter in a terminal. Its exit codes are in exit.ts. */
async function main(): Promise<void> {
  const program = new Command("spillway")
    .description("Simulate, see and lint what sits in front of a database.")
    .version(version)
    .showHelpAfterError("(add --help for what it takes)")
    .addHelpText("after", GUIDE)
    .exitOverride();
  const [asked = ""] = process.argv.slice(2);
  if (Object.hasOwn(commands, asked)) (await commands[asked]?.())?.(program);
  else {
    for (const load of Object.values(commands)) (await load())(program);
    (await import("./completion.ts")).registerCompletion(program);
  }
  // Commands do not inherit this from those that were made before.
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError("(add --help for what it takes)");
  await program.parseAsync();
}

// Whoever reads the output may stop early, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.pass);
  console.error(`the result cannot be written: ${reason(error, "file")}`);
  process.exit(EXIT.invalid);
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
