import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { resumeRelease } from '../transaction/open-release.ts';
import { showReleased } from './release.ts';
import { defineUnderWayCommand } from './under-way.ts';

export function defineResumeCommand(command: Command, context: Context): void {
  defineUnderWayCommand(command, context, { run: resumeRelease, show: (done, isJson) => showReleased(done, context, isJson) });
}
