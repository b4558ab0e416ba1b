import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addAddCommand } from './repo/add.ts';
import { addAdvisoryCommand } from './repo/advisory.ts';
import { addDiffCommand } from './repo/diff.ts';
import { addDotRepoCommand } from './repo/dot-repo.ts';
import { addGcCommand } from './repo/gc.ts';
import { addImportCommand } from './repo/import.ts';
import { addInitCommand } from './repo/init.ts';
import { addListCommand } from './repo/list.ts';
import { addLogCommand } from './repo/log.ts';
import { addPromoteCommand } from './repo/promote.ts';
import { addRemoveCommand } from './repo/remove.ts';
import { addRollbackCommand } from './repo/rollback.ts';
import { addServeCommand } from './repo/serve.ts';
import { addShowCommand } from './repo/show.ts';
import { addVerifyCommand } from './repo/verify.ts';
import { addYankCommand } from './repo/yank.ts';

const verbs = [
  addInitCommand, addAddCommand, addRemoveCommand, addPromoteCommand, addRollbackCommand, addYankCommand, addAdvisoryCommand, addImportCommand,
  addListCommand, addShowCommand, addLogCommand, addDiffCommand, addVerifyCommand, addGcCommand, addServeCommand, addDotRepoCommand,
];

export function defineRepoCommand(command: Command, context: Context): void {
  for (const add of verbs) add(command, context);
}
