import { describe, expect, it } from 'vitest';
import { parsePrimary, readFragment, readRelations, renderFilelists, renderFragments, renderOther, renderPrimary, splitFragments } from '../../src/index.ts';
import { sampleMetadata } from './sample-metadata.ts';

const packages = ['plain', 'a&b', 'é', 'last'].map((name, index) => ({
  href: `Packages/${name}.rpm`,
  metadata: sampleMetadata({
    name, epoch: index, version: `1.${index}^"<>`, sha256: String(index).repeat(64), description: index === 1 ? 'several\n<package type="rpm">\nlines' : '',
    requires: [{ name: 'other', operator: '>=', evr: '2:1-1' }, { name: 'a<b' }], obsoletes: [{ name: 'old' }],
    files: [{ path: '/usr/bin/a&b', type: 'file' }, { path: '/usr/bin', type: 'dir' }],
  }),
}));

describe('splitFragments', () => {
  it('gives the pieces that renderFragments makes, of every document', () => {
    const fragments = packages.map(renderFragments);
    const split = (xml: string) => splitFragments(Buffer.from(xml)).map((piece) => Buffer.from(piece).toString());
    expect(split(renderPrimary(packages))).toEqual(fragments.map(({ primary }) => Buffer.from(primary).toString()));
    expect(split(renderFilelists(packages))).toEqual(fragments.map(({ filelists }) => Buffer.from(filelists).toString()));
    expect(split(renderOther(packages))).toEqual(fragments.map(({ other }) => Buffer.from(other).toString()));
    expect(splitFragments(Buffer.from(renderPrimary([])))).toEqual([]);
  });
});

describe('readFragment', () => {
  it('reads of a piece what parsePrimary reads of the whole', () => {
    expect(packages.map((each) => readFragment(renderFragments(each).primary))).toEqual(parsePrimary(renderPrimary(packages)));
  });

  it('refuses a piece that is no package', () => {
    expect(() => readFragment(Buffer.from('<package type="rpm">\n</package>\n'))).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
    expect(() => readFragment(Buffer.from(Buffer.from(renderFragments({ href: '../x', metadata: sampleMetadata() }).primary)))).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
  });
});

describe('readRelations', () => {
  it('reads back what a package needs and replaces', () => {
    expect(readRelations(renderFragments(packages[0] ?? { href: '', metadata: sampleMetadata() }).primary)).toEqual({
      provides: [], requires: [{ name: 'other', operator: '>=', evr: '2:1-1' }, { name: 'a<b' }], conflicts: [], obsoletes: [{ name: 'old' }], files: ['/usr/bin/a&b'],
    });
  });
});
