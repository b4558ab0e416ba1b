import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addBuildCommand } from './rpm/build.ts';

const verbs = [addBuildCommand];

export function addRpmCommand(program: Command, context: Context): void {
  const rpm = program.command('rpm').description('RPM files: build and sign those of components');
  for (const add of verbs) add(rpm, context);
}
