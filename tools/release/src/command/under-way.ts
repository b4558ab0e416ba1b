import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { openDesk, requireUnderWay, withDesk, type ReleaseDesk } from '../transaction/open-release.ts';
import type { OpenRelease } from '../transaction/run-release.ts';
import { renderProgress } from '../view/release.ts';

/** A command that takes the release that is under way to one of its ends. */
export interface UnderWayVerb {
  readonly run: (desk: ReleaseDesk) => Promise<OpenRelease>;
  readonly show: (release: OpenRelease, isJson: boolean) => Promise<void> | void;
}

/** Adds the options and the action of such a command. A dry run never takes the way of a real one, whatever others begin meanwhile. */
export function defineUnderWayCommand(command: Command, context: Context, { run, show }: UnderWayVerb): void {
  command
    .option('--dry-run', 'show how far the release came and do nothing')
    .option('--json', 'print the result as JSON')
    .action(async ({ dryRun, json }: { readonly dryRun?: true; readonly json?: true }) => {
      const desk = await openDesk(context);
      if (dryRun === true) {
        const underWay = requireUnderWay(desk);
        context.write(json === true ? canonicalJson(underWay) : renderProgress(underWay, context.columns));
        return;
      }
      await show(await withDesk(desk, () => run(desk)), json === true);
    });
}
