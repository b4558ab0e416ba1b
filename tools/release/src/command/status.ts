import type { Command } from 'commander';
import { canonicalDigest, canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { planCache } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { describeWithdrawn, readWithdrawn } from '../ledger/withdrawn-releases.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { openDesk, readUnderWay } from '../transaction/open-release.ts';
import { orderId } from '../transaction/release-order.ts';
import { count } from '../view/count.ts';
import { renderProgress } from '../view/release.ts';
import { wrapForTerminal } from '../view/wrap.ts';

export function defineStatusCommand(command: Command, context: Context): void {
  command
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the status as JSON')
    .action(async ({ repo, json }: { readonly repo?: string; readonly json?: true }) => {
      const desk = await openDesk(context);
      const underWay = readUnderWay(desk);
      const plan = await planRepository(await openRepository(context.workingFolder), { kind: 'release', ...planCache(context) });
      const withdrawn = await readWithdrawn(repositoryFolder(desk, context, repo), plan.components.map(({ name }) => name));
      const planned = plan.components.filter(({ releaseTag }) => releaseTag !== undefined);
      const digest = canonicalDigest(plan);
      if (json === true) context.write(canonicalJson({ ...(underWay === undefined ? {} : { underWay }), planned: planned.map(({ name, nextVersion }) => ({ name, version: nextVersion })), digest, withdrawn }));
      else if (underWay !== undefined) context.write(renderProgress(underWay, context.columns));
      else if (planned.length === 0) context.write('Everything that is planned is released.\n');
      else context.write(`${wrapForTerminal(`Planned and not released: ${planned.map(({ name, nextVersion }) => `${name} ${nextVersion}`).join(', ')}.`, context.columns).join('\n')}\n`);
      if (json !== true) context.write(withdrawn.map((one) => `${wrapForTerminal(describeWithdrawn(one), context.columns).join('\n')}\n`).join(''));
      if (underWay !== undefined) throw new ReleaseError('RELEASE_UNDER_WAY', `status: release ${orderId(underWay.order)} is not finished`, { hint: underWay.aborting ? 'Finish taking it back: bigpanda abort' : 'Finish it with "bigpanda resume", or take it back with "bigpanda abort".' });
      if (planned.length > 0) throw new ReleaseError('RELEASE_PENDING', `status: ${count(planned.length, 'component')} planned and not released`, { hint: `Read the plan (bigpanda plan), then: bigpanda release ${digest.slice(0, 12)}` });
    });
}
