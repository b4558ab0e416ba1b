import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addKeyCreateCommand } from './key/create.ts';
import { addKeyExportCommand } from './key/export.ts';
import { addKeyListCommand } from './key/list.ts';
import { addKeyRotateCommand } from './key/rotate.ts';

const verbs = [addKeyCreateCommand, addKeyListCommand, addKeyExportCommand, addKeyRotateCommand];

export function addKeyCommand(program: Command, context: Context): void {
  const key = program.command('key').description('The key that signs packages and metadata: create, list, export, rotate');
  for (const add of verbs) add(key, context);
}
