import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addKeyCreateCommand } from './key/create.ts';
import { addKeyExportCommand } from './key/export.ts';
import { addKeyListCommand } from './key/list.ts';
import { addKeyRotateCommand } from './key/rotate.ts';

const verbs = [addKeyCreateCommand, addKeyListCommand, addKeyExportCommand, addKeyRotateCommand];

export function defineKeyCommand(command: Command, context: Context): void {
  for (const add of verbs) add(command, context);
}
