import type { Command } from "commander";
import type { Shell } from "./shells.ts";
import { type Words, wordsOf } from "./words.ts";

/** `lab completion`: prints what makes a shell complete the command. It is made of the command's own options, and starts nothing. */
export function completion(shell: Shell, lab: Command): void {
  console.log(scriptOf(shell, wordsOf(lab)));
}

/** A script that a shell sources. */
export function scriptOf(shell: Shell, all: readonly Words[]): string {
  if (shell === "fish") return fish(all);
  return shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}` : bash(all);
}

/** The words before the cursor name the command: options and their values are passed over. */
function bash(all: readonly Words[]): string {
  const commands = all.map(({ command, words }) => `    ${quoted(command)}) words=${quoted(list(words))} ;;`);
  const values = all.flatMap(({ command, values }) =>
    values.map(({ option, choices }) => `    ${quoted(`${command} ${option}`)}) words=${quoted(choices.join(" "))} ;;`),
  );
  const known = all.map(({ command }) => quoted(command)).join("|");
  return `_lab() {
  local command=lab word words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
    ${known}) command="$command \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$command" in
${commands.join("\n")}
  esac
  case "$command \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _lab lab`;
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ command, words, values }) => {
    const path = command.split(" ").slice(1);
    const isHere =
      path.length === 0
        ? "__fish_use_subcommand"
        : `__fish_seen_subcommand_from ${path.join("; and __fish_seen_subcommand_from ")}`;
    return words.map(({ word, about }) => {
      const choices = values.find(({ option }) => option === word)?.choices;
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c lab -n ${quoted(isHere)} ${what}${choices ? ` -x -a ${quoted(choices.join(" "))}` : ""} -d ${quoted(about)}`;
    });
  });
  return ["complete -c lab -e", ...lines].join("\n");
}

function list(words: Words["words"]): string {
  return words.map(({ word }) => word).join(" ");
}

/** A word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
