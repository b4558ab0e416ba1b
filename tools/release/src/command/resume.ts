import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { openDesk, readUnderWay, resumeRelease, withDesk } from '../transaction/open-release.ts';
import { canonicalJson } from '@bigpanda/release-model';
import { renderProgress } from '../view/release.ts';
import { showReleased } from './release.ts';

export function defineResumeCommand(command: Command, context: Context): void {
  command
    .option('--dry-run', 'show how far the release came and do nothing')
    .option('--json', 'print the result as JSON')
    .action(async ({ dryRun, json }: { readonly dryRun?: true; readonly json?: true }) => {
      const desk = await openDesk(context);
      const underWay = readUnderWay(desk);
      if (dryRun === true && underWay !== undefined) context.write(json === true ? canonicalJson(underWay) : renderProgress(underWay));
      else await withDesk(desk, () => resumeRelease(desk)).then((done) => showReleased(done, context, json === true));
    });
}
