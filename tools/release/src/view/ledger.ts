import type { FoundRelease } from '../ledger/find-release.ts';
import { printable } from './printable.ts';
import { formatSize, indent, renderTable } from './table.ts';

const digestDigits = 12;

/** One component of one release, as the ledger has it. */
export function renderLedgerRelease({ record, component }: FoundRelease, channels: readonly string[]): string {
  const facts = [
    ['released', `${record.releasedAt} by ${record.runBy}, approved by ${record.approvedBy}`],
    ['after', component.lastVersion ?? 'nothing: it is the first'],
    ['commit', `${record.commits.released} of "${record.branch}", tag ${component.releaseTag}`],
    ['plan', record.planDigest],
    ['ledger', `record ${record.number}, release ${record.id}${record.kind === 'rebuild' ? ', a rebuild' : ''}`],
    ['lint', `${record.lint.errors} errors, ${record.lint.warnings} warnings in all packages of the release`],
    ['rehearsal', Object.entries(record.rehearsals).map(([target, { verdict }]) => `${target}: ${verdict}`).join(', ')],
    ['snapshot', Object.entries(record.snapshots).map(([target, { serial, digest }]) => `${target}: ${String(serial).padStart(6, '0')}-${digest.slice(0, digestDigits)}`).join(', ')],
    ['given out', describeGiven(component, channels)],
    ...(component.issues.length === 0 ? [] : [['settles', component.issues.join(', ')]]),
  ];
  const packages = [...component.packages.map(({ file, sizeBytes, sha256 }) => [file, formatSize(sizeBytes), sha256]), ...(component.npm === undefined ? [] : [[component.npm.file, formatSize(component.npm.sizeBytes), component.npm.integrity]])];
  return `${[`${component.name} ${component.version}`, indent(renderTable(facts.filter(([, fact]) => fact !== ''))), '', indent(renderTable(packages)), '', ...component.notes.trim().split('\n').map(printable)].join('\n')}\n`;
}

/** Releases that have something, one a line. */
export function renderFound(found: readonly (FoundRelease & { readonly channels: readonly string[] })[]): string {
  return `${renderTable(found.map(({ record, component, channels }) => [`${component.name} ${component.version}`, record.releasedAt, component.packages.length > 0 && channels.length === 0 ? 'given out by no channel' : `given out ${describeGiven(component, channels)}`]))}\n`;
}

function describeGiven({ packages, npm }: FoundRelease['component'], channels: readonly string[]): string {
  const rpms = packages.length === 0 ? [] : [channels.length === 0 ? 'by no channel of this repository' : `by ${channels.join(', ')}`];
  return [...rpms, ...(npm === undefined ? [] : [`to npm as ${npm.name}`])].join('; ');
}
