import type { Argument, Command, Option } from "commander";
import { componentTypes } from "../simulator/scenario/catalogue.ts";
import { type Completable, completionScript, SHELLS, type Shell } from "./output/completion.ts";

export function registerCompletion(program: Command): void {
  program
    .command("completion")
    .addArgument(program.createArgument("<shell>", "whose words it is written in").choices([...SHELLS]))
    .description("print a script that completes commands, options and files")
    .addHelpText(
      "after",
      `
Examples:
  bash: eval "$(spillway completion bash)"                     in ~/.bashrc
  zsh:  eval "$(spillway completion zsh)"                      in ~/.zshrc, after compinit
  fish: spillway completion fish > ~/.config/fish/completions/spillway.fish`,
    )
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, program.name(), program.commands.map(completable)));
    });
}

/** What can be typed after a command, as it says itself. */
function completable(command: Command): Completable {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map((option: Option) => ({
      name: option.long ?? option.short ?? "",
      description: option.description,
      choices: option.argChoices ?? [],
      takesValue: option.required || option.optional,
    })),
    words: command.registeredArguments.flatMap((argument: Argument) => wordsOf(argument)),
    takesFiles: command.registeredArguments.some((argument) => /^(files?|paths?)/.test(argument.name())),
  };
}

function wordsOf(argument: Argument): string[] {
  if (argument.argChoices !== undefined) return argument.argChoices;
  return argument.name() === "type" ? componentTypes().map(({ type }) => type) : [];
}
