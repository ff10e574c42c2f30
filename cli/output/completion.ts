/** A command with what can be typed after it. */
export type Completable = {
  name: string;
  description: string;
  options: { name: string; description: string; choices: readonly string[]; takesValue: boolean }[];
  /** Words that its arguments can be. */
  words: string[];
  takesFiles: boolean;
};

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes commands, options, their choices and files. */
export function completionScript(shell: Shell, program: string, commands: readonly Completable[]): string {
  switch (shell) {
    case "bash":
      return bash(program, commands);
    case "zsh":
      // zsh takes bash's completions as they are.
      return `autoload -Uz bashcompinit && bashcompinit\n${bash(program, commands)}`;
    case "fish":
      return fish(program, commands);
  }
}

function bash(program: string, commands: readonly Completable[]): string {
  const choices = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    "${name} ${option.name}") words="${option.choices.join(" ")}" ;;`),
  );
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.takesValue && option.choices.length === 0)
      .map((option) => `"${name} ${option.name}"`),
  );
  const cases = commands.map(
    ({ name, options, words }) =>
      `    ${name}) words="${[...options.map((option) => option.name), "--help", ...words].join(" ")}" ;;`,
  );
  const files = commands.filter(({ takesFiles }) => takesFiles).map(({ name }) => name);
  return `_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$current"))
    return
  fi
  case "$command $before" in
${choices.join("\n")}
    ${values.join("|")}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$command" in
    ${files.join("|")}) COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _${program} ${program}
`;
}

function fish(program: string, commands: readonly Completable[]): string {
  const lines = commands.flatMap(({ name, description, options, words, takesFiles }) => {
    const here = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
      ...options.map((option) => {
        const value = option.takesValue
          ? option.choices.length > 0
            ? ` -x -a '${option.choices.join(" ")}'`
            : " -r"
          : "";
        return `complete -c ${program} ${here} -l ${option.name.replace(/^--/, "")}${value} -d ${quoted(option.description)}`;
      }),
      ...(words.length === 0 ? [] : [`complete -c ${program} ${here} -f -a '${words.join(" ")}'`]),
      ...(takesFiles || words.length > 0 ? [] : [`complete -c ${program} ${here} -f`]),
    ];
  });
  return `${lines.join("\n")}\n`;
}

/** Of a description only what is before its first comma or semicolon: a completion is no manual. */
const quoted = (text: string): string => `'${(/^[^;:]*/.exec(text)?.[0] ?? text).replaceAll("'", "\\'")}'`;
