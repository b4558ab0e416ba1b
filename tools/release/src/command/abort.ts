import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { openDesk, readUnderWay, takeReleaseBack, withDesk } from '../transaction/open-release.ts';
import { renderProgress } from '../view/release.ts';

export function defineAbortCommand(command: Command, context: Context): void {
  command
    .option('--dry-run', 'show how far the release came and do nothing')
    .option('--json', 'print the result as JSON')
    .action(async ({ dryRun, json }: { readonly dryRun?: true; readonly json?: true }) => {
      const desk = await openDesk(context);
      const underWay = readUnderWay(desk);
      if (dryRun === true && underWay !== undefined) {
        context.write(json === true ? canonicalJson(underWay) : renderProgress(underWay));
        return;
      }
      const { scene: { id, order } } = await withDesk(desk, () => takeReleaseBack(desk));
      context.write(json === true ? canonicalJson({ aborted: id, head: order.head }) : `Took release ${id} back: "${order.branch}" is at ${order.head.slice(0, 10)} again, and its tags are gone. The snapshot that was staged stays where nobody looks until bigpanda repo gc.\n`);
    });
}
