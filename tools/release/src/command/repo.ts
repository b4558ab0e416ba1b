import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addAddCommand } from './repo/add.ts';
import { addDotRepoCommand } from './repo/dot-repo.ts';
import { addListCommand } from './repo/list.ts';
import { addLogCommand } from './repo/log.ts';
import { addServeCommand } from './repo/serve.ts';
import { addVerifyCommand } from './repo/verify.ts';

const verbs = [addAddCommand, addListCommand, addLogCommand, addVerifyCommand, addServeCommand, addDotRepoCommand];

export function addRepoCommand(program: Command, context: Context): void {
  const repo = program.command('repo').description('The repository: add packages, list, verify, serve');
  for (const add of verbs) add(repo, context);
}
