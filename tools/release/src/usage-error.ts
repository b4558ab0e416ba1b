import type { Command } from 'commander';

/** Lets a command and those below it answer wrong usage with the help that tells of it, and name all options that are missing at once. */
export function explainUsage(command: Command): void {
  const place = nameOf(command);
  command
    .showHelpAfterError(`(${place} --help lists the ${command.commands.length > 0 ? 'commands' : 'options'})`)
    .configureOutput({ outputError: (text, write) => { write(completeMissing(command, text)); } });
  for (const each of command.commands) explainUsage(each);
}

/** The words that call a command. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** commander tells of the first option that is missing only. */
function completeMissing(command: Command, text: string): string {
  if (!text.startsWith('error: required option ')) return text;
  const missing = command.options.filter((option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined);
  return missing.length < 2 ? text : `error: required options ${missing.map(({ flags }) => `'${flags}'`).join(', ')} not specified\n`;
}
