import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { limitHeapGrowth, limitYoungMemory } from '../memory-limits.ts';
import { addBuildCommand } from './rpm/build.ts';
import { addDiffCommand } from './rpm/diff.ts';
import { addExtractCommand } from './rpm/extract.ts';
import { addFilesCommand } from './rpm/files.ts';
import { addInfoCommand } from './rpm/info.ts';
import { addInitCommand } from './rpm/init.ts';
import { addSignCommand } from './rpm/sign.ts';
import { addSrpmCommand } from './rpm/srpm.ts';
import { addVerifyCommand } from './rpm/verify.ts';

const verbs = [addInitCommand, addBuildCommand, addSrpmCommand, addInfoCommand, addFilesCommand, addVerifyCommand, addDiffCommand, addExtractCommand, addSignCommand];

export function defineRpmCommand(command: Command, context: Context): void {
  command.hook('preAction', () => {
    limitYoungMemory();
    limitHeapGrowth();
  });
  for (const add of verbs) add(command, context);
}
