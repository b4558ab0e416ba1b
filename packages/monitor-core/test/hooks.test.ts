import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filterSchema, pageSchema, pluginSchema, storeSchema, summarySchema } from '@bigpanda/monitor-contract';

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

function readSources(folder: URL): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n');
}
