import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionTable } from '@bigpanda/server';

const header = '| legacy | api/v1 | who | what |\n|---|---|---|---|\n';

/** The text of docs/server.md with the table of functions made anew: names and roles from the table, words from the docstrings. */
export function renderFunctionPage(root: string, text: string): string {
  const words = readWords(join(root, 'packages/server/src/functions'));
  const rows = functionTable.map(({ legacyName, apiPath, access, apiAccess }) => {
    const names = [legacyName, apiPath].map((name) => (name === undefined ? '' : `\`${name}\``));
    return `| ${names.join(' | ')} | ${access === apiAccess ? access : `${access}, ${apiAccess}`} | ${words.get(legacyName ?? apiPath ?? '') ?? ''} |\n`;
  });
  const begin = text.indexOf(header) + header.length;
  const end = text.slice(begin).search(/^(?!\|)/m);
  return `${text.slice(0, begin)}${rows.join('')}${end === -1 ? '' : text.slice(begin + end)}`;
}

/** What the docstring of each function says, by its legacy name, else by its path. */
function readWords(folder: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const file of globSync('*.ts', { cwd: folder })) {
    const source = readFileSync(join(folder, file), 'utf8');
    const doc = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export const \w+: /.exec(source)?.[1];
    const name = /\blegacyName: '([^']*)'/.exec(source)?.[1] ?? /\bapiPath: '([^']*)'/.exec(source)?.[1];
    if (doc !== undefined && name !== undefined) words.set(name, doc.replaceAll(/\n \*/g, '').replaceAll(/\s+/g, ' ').trim());
  }
  return words;
}
