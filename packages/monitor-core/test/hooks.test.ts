import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datasetColumns, taskColumns } from '@bigpanda/datastore';
import { fileAttributes, jobAttributes } from '@bigpanda/model';
import { filterSchema, pageSchema, pluginSchema, storeSchema, summarySchema } from '@bigpanda/monitor-contract';
import { listPages } from '../src/index.ts';

const document = readFileSync(new URL('../../../docs/vo-author.md', import.meta.url), 'utf8');
const core = readSources(new URL('../src/', import.meta.url));

/** Every key that a plug-in may have, by what it is a part of. */
const hooks = Object.entries({ plugin: pluginSchema, page: pageSchema, filter: filterSchema, summary: summarySchema, store: storeSchema })
  .flatMap(([part, schema]) => Object.keys(schema.shape).map((key): [string, string] => [part, key]));

describe('every hook of a plug-in', () => {
  it.each(hooks)('%s.%s is documented for authors of VOs', (_, key) => {
    expect(document).toContain(`\`${key}\``);
  });

  it.each(hooks.filter(([, key]) => key !== 'contract'))('%s.%s is read by the core', (_, key) => {
    expect(core).toMatch(new RegExp(`\\.${key}\\b|[{,]\\s*${key}\\b[^'"]`));
  });
});

describe('every page of the core', () => {
  const pages = readFileSync(new URL('../../../docs/monitor.md', import.meta.url), 'utf8');
  const known = [...taskColumns, ...jobAttributes, ...datasetColumns, ...fileAttributes].map((name) => name.toLowerCase());

  it.each(listPages([]).map((page) => [page.path, page] as const))('%s is documented with its parameters, and has help', (path, page) => {
    expect(pages).toContain(`\`${path}\``);
    const names = page.filters.map(({ name }) => name).filter((name) => !known.includes(name));
    expect(names.filter((name) => !new RegExp(`\`${name}\\b`, 'i').test(pages))).toEqual([]);
    expect(page.help ?? '').not.toBe('');
  });
});

function readSources(folder: URL): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
}
