import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addBuildCommand } from './rpm/build.ts';

const verbs = [addBuildCommand];

export function defineRpmCommand(command: Command, context: Context): void {
  for (const add of verbs) add(command, context);
}
