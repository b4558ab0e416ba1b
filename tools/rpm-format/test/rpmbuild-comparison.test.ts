import { describe, expect, it } from 'vitest';
import { readBytes, readNumbers, readRpm, readTexts, type Header } from '@bigpanda/rpm-format';
import { buildPeer, gzip, makeFolder, writeBytes, zstd } from './fixture.ts';

/** Tags of the signature header in which rpmbuild's package differs from ours, and why. */
const signatureDifferences: Readonly<Record<number, string>> = {
  269: 'SHA1 of the header, which differs',
  273: 'SHA256 of the header, which differs',
  1000: 'SIZE of the header, which differs',
  1004: 'MD5 over all: a relic of rpm 3, and refused in FIPS mode',
};

/** Tags of the main header in which rpmbuild's package differs from ours, and why. */
const headerDifferences: Readonly<Record<number, string>> = {
  1047: 'PROVIDENAME: AutoReqProv: no, which keeps the peer from looking into files, takes config(sample) away too',
  1048: 'REQUIREFLAGS: likewise',
  1049: 'REQUIRENAME: likewise',
  1050: 'REQUIREVERSION: likewise',
  1112: 'PROVIDEFLAGS: likewise',
  1113: 'PROVIDEVERSION: likewise',
  1095: 'FILEDEVICES: 0 for a ghost that is not in the buildroot; nobody reads it',
  1122: 'OPTFLAGS: flags of a C compiler',
  1132: 'PLATFORM: names the distribution that rpmbuild runs on',
  1140: 'FILECOLORS: tells 32-bit programs from 64-bit ones, which a noarch package has not',
  1141: 'FILECLASS: what libmagic says; differs between its versions',
  1142: 'CLASSDICT: likewise',
  5092: 'PAYLOADDIGEST: of the compressed payload, whose content differs',
  5097: 'PAYLOADDIGESTALT: our entries have no inode and one time, so that a file that comes or a new commit changes no other entry',
};

function describeTag(header: Header, tag: number): string {
  const entry = header.entries.get(tag);
  if (entry === undefined) return 'absent';
  if (entry.type === 7) return `bin ${Buffer.from(readBytes(header, tag) ?? []).toString('hex')}`;
  const values = entry.type === 6 || entry.type > 7 ? readTexts(header, tag) : readNumbers(header, tag);
  return `${entry.type} ${JSON.stringify(values)}`;
}

function listDifferences(ours: Header, theirs: Header): readonly number[] {
  const tags = new Set([...ours.entries.keys(), ...theirs.entries.keys()]);
  return [...tags].filter((tag) => describeTag(ours, tag) !== describeTag(theirs, tag)).sort((left, right) => left - right);
}

describe('writeRpm beside rpmbuild', () => {
  it.each([
    ['w3.zstdio', zstd],
    ['w6.gzdio', gzip],
  ])('writes the same package but for what the tables list, with %s', async (payload, compression) => {
    await using folder = await makeFolder();
    const [theirs, ours] = [readRpm(await buildPeer(folder.path, payload)), readRpm(await writeBytes(undefined, compression))];
    const expected = (table: Readonly<Record<number, string>>) => Object.keys(table).map(Number).sort((left, right) => left - right);
    expect(listDifferences(ours.signature, theirs.signature)).toEqual(expected(signatureDifferences));
    expect(listDifferences(ours.header, theirs.header)).toEqual(expected(headerDifferences));
    expect(ours.lead).toEqual(theirs.lead);
  });
});
