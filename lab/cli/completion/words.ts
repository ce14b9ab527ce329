import type { Command } from "commander";

/** What may follow a command: its subcommands and options, and what its options and arguments may be. */
export interface Words {
  /** The command as it is typed, such as `lab iam`. */
  readonly command: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
  /** Values of options that take one of a few. */
  readonly values: readonly { readonly option: string; readonly choices: readonly string[] }[];
}

/** What may follow each of a command's subcommands, and the command itself. */
export function wordsOf(command: Command, path = command.name()): Words[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command);
  const options = help.visibleOptions(command);
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const words = [
    ...subcommands.map((one) => ({ word: one.name(), about: one.description() })),
    ...choices.map((word) => ({ word, about: "" })),
    ...options.map(({ long, description }) => ({ word: long ?? "", about: description })),
  ];
  const values = options.flatMap(({ long, argChoices }) =>
    long && argChoices ? [{ option: long, choices: argChoices }] : [],
  );
  const inner = subcommands
    .filter((one) => command.commands.includes(one))
    .flatMap((one) => wordsOf(one, `${path} ${one.name()}`));
  return [{ command: path, words: words.filter(({ word }) => word !== ""), values }, ...inner];
}
