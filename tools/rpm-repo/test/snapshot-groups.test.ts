import { describe, expect, it } from 'vitest';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { chooseGroups } from '../src/snapshot-groups.ts';
import { emptyContent, type SnapshotContent } from '../src/snapshot-content.ts';

const config = repositoryConfigSchema.parse({
  name: 'x', vendor: 'X', url: 'https://panda.test', channels: {}, versions: { first: '0.1.0' },
  targets: [{ name: 'el9', payload: { codec: 'zstd', level: 3 } }],
  groups: [
    { id: 'monitor', name: 'Monitor', packages: [{ name: 'mon-core', type: 'mandatory' }, { name: 'mon-*', type: 'optional' }] },
    { id: 'nothing', name: 'Nothing', packages: [{ name: 'absent', type: 'default' }, { name: 'none-*', type: 'optional' }] },
  ],
});

function contentOf(names: readonly string[]): SnapshotContent {
  const entries = names.toSorted().map((name) => ({ listed: { name } }));
  const chunks = entries.map((entry) => ({ first: entry.listed, named: (belongs: (name: string) => boolean) => (belongs(entry.listed.name) ? [entry] : []) }));
  return { ...emptyContent('gzip'), chunks: chunks as never };
}

describe('chooseGroups', () => {
  it('names the packages that are there once, and those that a pattern stands for in order', () => {
    const groups = chooseGroups(contentOf(['mon-zeta', 'mon-core', 'mon-alpha', 'mon-alpha', 'other']), config);
    expect(groups.map(({ id, packages }) => [id, packages.map(({ name, type }) => `${name} ${type}`)])).toEqual([
      ['monitor', ['mon-core mandatory', 'mon-alpha optional', 'mon-zeta optional']],
    ]);
  });
});
