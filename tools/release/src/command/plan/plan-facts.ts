import { InvalidArgumentError, type Command } from 'commander';

/** What a plan is told besides commits: the same options for each command that plans. */
export interface PlanFactFlags {
  readonly branch?: string;
  readonly evidence?: string;
  readonly released?: string;
  readonly repo?: string;
}

/** Adds the options of {@link PlanFactFlags}. */
export function addPlanFacts(command: Command): Command {
  return command
    .option('--branch <name>', 'plan for this branch, where only a commit is checked out', requireName)
    .option('--evidence <dir>', 'what components install now, as bigpanda evidence wrote it')
    .option('--released <dir>', 'what the last releases installed, <name>-<version>.json (default: as the ledger has it)')
    .option('--repo <dir>', 'a repository: no release may sort before what is published there');
}

function requireName(value: string): string {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return value;
}
