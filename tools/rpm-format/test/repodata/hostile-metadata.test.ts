import { describe, expect, it } from 'vitest';
import { parsePrimary, parseRepomd, renderPrimary, renderRepomd } from '../../src/index.ts';
import { sampleMetadata } from './sample-metadata.ts';

const goodRepomd = renderRepomd({
  revision: '3',
  timestampSeconds: 5,
  entries: [{ type: 'primary', sha256: 'a'.repeat(64), openSha256: 'b'.repeat(64), href: 'repodata/primary.xml.gz', sizeBytes: 1, openSizeBytes: 2 }],
});
const goodPrimary = renderPrimary([{ href: 'Packages/sample.rpm', metadata: sampleMetadata() }]);

const hostileXml: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a doctype', '<!DOCTYPE a [<!ENTITY b "c">]><repomd/>'],
  ['an entity of its own', '<repomd>&b;</repomd>'],
  ['an entity without end', '<repomd>&amp</repomd>'],
  ['a reference to a character that XML does not have', '<repomd>&#0;</repomd>'],
  ['a reference beyond Unicode', '<repomd>&#x110000;</repomd>'],
  ['a comment', '<repomd><!-- a --></repomd>'],
  ['CDATA', '<repomd><![CDATA[a]]></repomd>'],
  ['a processing instruction', '<repomd><?php a ?></repomd>'],
  ['tags that cross', '<repomd><a></repomd></a>'],
  ['an end that is missing', '<repomd><a>'],
  ['a tag that is cut', '<repomd><a b="c'],
  ['a second root', '<repomd></repomd><repomd></repomd>'],
  ['text around the root', 'a<repomd></repomd>'],
  ['an attribute twice', '<repomd a="1" a="2"></repomd>'],
  ['elements without end of depth', `<repomd>${'<a>'.repeat(100_000)}`],
];

describe.each([['parseRepomd', parseRepomd, 'repomd'], ['parsePrimary', parsePrimary, 'metadata']] as const)('%s', (_, parse, root) => {
  it.each(hostileXml)('refuses %s', (_what, xml) => {
    expect(() => parse(xml.replaceAll('repomd', root))).toThrow(expect.objectContaining({ name: 'RepodataError', code: 'XML_REFUSED' }));
  });

  it('refuses a document of another kind', () => {
    expect(() => parse('<other/>')).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
  });

  it('refuses every beginning of a good document', () => {
    const good = parse === parseRepomd ? goodRepomd.trimEnd() : goodPrimary;
    for (let length = 0; length < good.length; length += 1) {
      expect(() => parse(good.slice(0, length)), good.slice(0, length)).toThrow(expect.objectContaining({ name: 'RepodataError' }));
    }
  });
});

describe('parseRepomd', () => {
  it.each([
    ['a file outside repodata', 'repodata/primary.xml.gz', '../primary.xml.gz'],
    ['a checksum of another kind', 'type="sha256"', 'type="md5"'],
    ['a checksum that is none', 'a'.repeat(64), 'a'.repeat(63)],
    ['a size that is none', '<size>1</size>', '<size>-1</size>'],
    ['no revision', '<revision>3</revision>', ''],
  ])('refuses %s', (_what, from, to) => {
    expect(() => parseRepomd(goodRepomd.replace(from, to))).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
  });

  it('refuses more than a megabyte', () => {
    expect(() => parseRepomd(' '.repeat((1 << 20) + 1))).toThrow(expect.objectContaining({ code: 'XML_REFUSED' }));
  });
});

describe('parsePrimary', () => {
  it.each([
    ['a href that climbs', 'Packages/sample.rpm', 'Packages/../../sample.rpm'],
    ['an absolute href', 'Packages/sample.rpm', '/etc/passwd'],
    ['a name with a slash', '<name>sample</name>', '<name>sample/a</name>'],
    ['a count that is wrong', 'packages="1"', 'packages="2"'],
    ['no name', '<name>sample</name>', ''],
  ])('refuses %s', (_what, from, to) => {
    expect(() => parsePrimary(goodPrimary.replace(from, to))).toThrow(expect.objectContaining({ code: 'REPODATA_INVALID' }));
  });

  it('reads back names that need escapes', () => {
    const name = 'a&<b>"\'é\t';
    const xml = renderPrimary([{ href: 'Packages/é&.rpm', metadata: sampleMetadata({ version: '1"<>&é' }) }]);
    expect(parsePrimary(xml)).toMatchObject([{ version: '1"<>&é', href: 'Packages/é&.rpm' }]);
    expect(renderPrimary([{ href: name, metadata: sampleMetadata() }])).toContain('href="a&amp;&lt;b&gt;&quot;\'&#xE9;&#9;"');
  });
});
