import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { readConfig } from '../configuration.ts';
import type { Context } from '../context.ts';
import { listReleases, type FoundRelease } from '../ledger/find-release.ts';
import { listGiving, readGivenPackages } from '../ledger/giving-channels.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { renderLedgerRelease } from '../view/ledger.ts';

const shownReleases = 5;

interface ShowOptions {
  readonly repo?: string;
  readonly json?: true;
}

export function defineShowCommand(command: Command, context: Context): void {
  command
    .argument('<name-version>', 'a release, such as panda-server-0.2.0, or the name of a component for its last one')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the record as JSON')
    .action(async (subject: string, { repo, json }: ShowOptions) => {
      const ledger = await openLedgerOf(context);
      const releases = listReleases(ledger.records);
      const [found] = releases.filter(({ component: { name, version, releaseTag } }) => subject === `${name}-${version}` || subject === releaseTag || subject === name);
      if (found === undefined) throw new ReleaseError('RELEASE_UNKNOWN', `show a release: the ledger has no "${subject}"`, { exitStatus: 2, hint: `Name one that was made: ${listLike(releases, subject).join(', ')}; bigpanda log lists all.` });
      const given = await readGivenPackages(repositoryFolder(ledger, context, repo), await readConfig(ledger.root, context.env));
      const channels = listGiving(given, found.component);
      context.write(json === true ? canonicalJson({ ...found, channels }) : renderLedgerRelease(found, channels));
    });
}

/** The newest releases, of the component that somebody meant where it is one. */
function listLike(releases: readonly FoundRelease[], subject: string): readonly string[] {
  const own = releases.filter(({ component: { name } }) => subject.startsWith(`${name}-`));
  return (own.length === 0 ? releases : own).slice(0, shownReleases).map(({ component: { name, version } }) => `${name}-${version}`);
}
