import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { readConfig } from '../configuration.ts';
import type { Context } from '../context.ts';
import { listReleases } from '../ledger/find-release.ts';
import { listGiving, readGivenPackages } from '../ledger/giving-channels.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { renderLedgerRelease } from '../view/ledger.ts';

interface ShowOptions {
  readonly repo?: string;
  readonly json?: true;
}

export function defineShowCommand(command: Command, context: Context): void {
  command
    .argument('<name-version>', 'a release, such as panda-server-0.2.0')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the record as JSON')
    .action(async (subject: string, { repo, json }: ShowOptions) => {
      const ledger = await openLedgerOf(context);
      const releases = listReleases(ledger.records);
      const [found] = releases.filter(({ component: { name, version, releaseTag } }) => subject === `${name}-${version}` || subject === releaseTag);
      if (found === undefined) throw new ReleaseError('RELEASE_UNKNOWN', `show a release: the ledger has no "${subject}"`, { exitStatus: 2, hint: `Name one that was made: ${releases.slice(0, 5).map(({ component: { name, version } }) => `${name}-${version}`).join(', ')}; bigpanda log lists all.` });
      const given = await readGivenPackages(repositoryFolder(ledger, context, repo), await readConfig(ledger.root));
      const channels = listGiving(given, found.component);
      context.write(json === true ? canonicalJson({ ...found, channels }) : renderLedgerRelease(found, channels));
    });
}
