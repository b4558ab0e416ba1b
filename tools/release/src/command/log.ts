import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import type { LedgerComponent, LedgerRecord } from '../ledger/ledger-record.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { renderWrapped } from '../view/table.ts';

export function defineLogCommand(command: Command, context: Context): void {
  command
    .argument('[name]', 'RPM name of a component; all without it')
    .option('--json', 'print the records as JSON')
    .action(async (name: string | undefined, { json }: { readonly json?: true }) => {
      const { records } = await openLedgerOf(context);
      const found = records.map(({ record }) => record).filter(({ components }) => name === undefined || components.some((component) => component.name === name)).reverse();
      if (json === true) context.write(canonicalJson({ releases: found }));
      else if (found.length === 0) context.write('No release yet.\n');
      else context.write(`${renderWrapped(found.map((record) => [String(record.number), record.releasedAt, record.channel, record.runBy, describeComponents(record)]), context.columns)}\n`);
    });
}

function describeComponents({ components, kind }: LedgerRecord): string {
  return components.map((component) => `${component.name}\u00a0${component.version}${kind === 'rebuild' ? `-${firstRelease(component)}` : ''}`).join(', ');
}

function firstRelease({ packages }: LedgerComponent): string {
  return packages[0]?.release ?? '';
}
