import type { Reproduction } from '../reproduction/reproduce-package.ts';
import { printable } from './printable.ts';
import { renderDifference } from './rpm/difference.ts';
import { renderTable } from './table.ts';

const companionNames: Readonly<Record<string, string>> = { cdx: 'bill of materials', provenance: 'provenance' };

/** What a package that was built once more came to, with every tag that differs and why. */
export function renderReproduction({ file, source: { commit, repository }, verdict, published, rebuilt, tags, difference, companions }: Reproduction): string {
  const verdicts = {
    same: 'reproduced, bit for bit',
    'same but for the signature': 'reproduced: header and payload are the same, bit for bit; the signature is another',
    other: 'NOT reproduced',
  } as const;
  const rows = [
    ['  commit', `${commit} of ${repository}`],
    ['  sha256', verdict === 'other' ? `${published} is there, ${rebuilt} was built` : published],
    ...Object.entries(companions).map(([kind, outcome]) => [`  ${companionNames[kind] ?? kind}`, outcome === 'same' ? 'the same' : 'ANOTHER']),
  ];
  const explained = tags.length === 0 ? '' : `\nTags that differ\n${renderTable(tags.flatMap(({ tag, published: before, rebuilt: after, reason }) => [[`  ${tag}`, reason], ['', `${before} -> ${after}`]]))}\n`;
  return printable(`${file}: ${verdicts[verdict]}\n${renderTable(rows)}\n${explained}${difference === undefined ? '' : `\n${renderDifference(difference)}`}`);
}
