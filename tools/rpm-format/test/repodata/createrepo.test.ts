import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePrimary, parseRepomd, readPackageMetadata, renderFilelists, renderOther, renderPrimary, renderRepomd, type RepodataPackage } from '../../src/index.ts';
import { writeNativePackage } from './native-package.ts';
import { createPeerRepository, fixedSeconds, type PeerRepository } from './createrepo-peer.ts';

/** Everything in which our documents may differ from createrepo_c's, and why. */
const expectedDifferences: readonly { readonly reason: string; readonly normalise: (xml: string) => string }[] = [
  {
    reason: 'the time of a file is its build time: the time on the disk would make equal repositories differ',
    normalise: (xml) => xml.replace(/<time file="\d+" build="(\d+)"\/>/g, '<time file="$1" build="$1"/>'),
  },
];

let peer: PeerRepository;
let packages: readonly RepodataPackage[];

beforeAll(async () => {
  peer = await createPeerRepository([await writeNativePackage()]);
  packages = peer.packages.map(({ href, bytes }) => ({ href, metadata: readPackageMetadata(bytes) }));
});
afterAll(() => peer[Symbol.asyncDispose]());

function normalise(xml: string): string {
  return expectedDifferences.reduce((text, difference) => difference.normalise(text), xml);
}

describe('renderPrimary', () => {
  it('writes what createrepo_c writes', () => {
    expect(renderPrimary(packages)).toBe(normalise(peer.primary));
  });

  it('writes what createrepo_c writes for no packages', () => {
    expect(renderPrimary([])).toBe(peer.primary.replace(/packages="\d+"/, 'packages="0"').replace(/<package [\s\S]*<\/package>\n/, ''));
  });
});

describe('renderFilelists', () => {
  it('writes what createrepo_c writes', () => {
    expect(renderFilelists(packages)).toBe(peer.filelists);
  });
});

describe('renderOther', () => {
  it('writes what createrepo_c writes', () => {
    expect(renderOther(packages)).toBe(peer.other);
  });
});

describe('renderRepomd', () => {
  it('writes again what createrepo_c wrote and parseRepomd read', () => {
    const repomd = parseRepomd(peer.repomd);
    expect(repomd).toMatchObject({ revision: String(fixedSeconds), timestampSeconds: fixedSeconds });
    expect(renderRepomd(repomd)).toBe(peer.repomd);
  });
});

describe('parsePrimary', () => {
  it('lists the packages of a primary that createrepo_c wrote', () => {
    const listed = packages.map(({ href, metadata }) => {
      const { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds } = metadata;
      return { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, href };
    });
    expect(parsePrimary(peer.primary)).toEqual(listed);
    expect(listed.map(({ name, arch }) => `${name}.${arch}`)).toEqual(['bare.noarch', 'bare.src', 'native.noarch', 'rich.noarch', 'rich.src']);
  });
});
