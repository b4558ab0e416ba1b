import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { readConfig } from '../configuration.ts';
import type { Context } from '../context.ts';
import { findWith } from '../ledger/find-release.ts';
import { listGiving, readGivenPackages } from '../ledger/giving-channels.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { renderFound } from '../view/ledger.ts';

interface WhichOptions {
  readonly repo?: string;
  readonly json?: true;
}

export function defineWhichCommand(command: Command, context: Context): void {
  command
    .argument('<issue>', 'key of an issue, such as BIGPANDA-12, or a commit')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the releases as JSON')
    .action(async (subject: string, { repo, json }: WhichOptions) => {
      const ledger = await openLedgerOf(context);
      const given = await readGivenPackages(repositoryFolder(ledger, context, repo), await readConfig(ledger.root, context.env));
      const found = findWith(ledger.records, subject).map((release) => ({ ...release, channels: listGiving(given, release.component) }));
      if (json === true) context.write(canonicalJson({ releases: found.map(({ record, component: { name, version }, channels }) => ({ name, version, releasedAt: record.releasedAt, record: record.number, channels })) }));
      else if (found.length > 0) context.write(renderFound(found));
      if (found.length === 0) throw new ReleaseError('NOT_RELEASED', `find a release: none has "${subject}"`, { hint: 'It may be planned: bigpanda plan' });
    });
}
