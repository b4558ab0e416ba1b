import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listQueryFields, readRpm } from '@bigpanda/rpm-format';
import { buildFeaturePeer, featureSpec } from './feature-spec.ts';
import { buildPeer, print, sampleSpec, writeBytes } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'rpm-format-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tags that rpm prints and `listQueryFields` does not have, and why. */
const leftOut: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['C', 'E', 'N', 'O', 'P', 'R', 'V', 'CONFLICTS', 'ENHANCES', 'OBSOLETES', 'PROVIDES', 'RECOMMENDS', 'REQUIRES', 'SUGGESTS', 'SUPPLEMENTS', 'FILEMD5S', 'HDRID', 'PKGID'].map((name) => [name, 'another name of a tag'])),
  DBINSTANCE: 'number in the database of installed packages',
  HEADERIMMUTABLE: 'the whole header: see headerBytes',
  HEADERCOLOR: 'made of FILECOLORS; rpm uses it while it installs',
  FILECLASS: 'empty texts where a package does not have it',
  FILEPROVIDE: 'made of DEPENDSDICT, which no package has that was made without rpmbuild',
  FILEREQUIRE: 'likewise',
  ...Object.fromEntries(['TRIGGERCONDS', 'TRIGGERTYPE', 'FILETRIGGERCONDS', 'FILETRIGGERTYPE', 'TRANSFILETRIGGERCONDS', 'TRANSFILETRIGGERTYPE'].map((name) => [name, 'made of the arrays over triggers, which are there'])),
};

/** What rpm prints of each tag it knows, those without a value left out. */
function askRpm(file: string): ReadonlyMap<string, readonly string[]> {
  const names = print('rpm', ['--querytags']).trim().split('\n');
  const shown = print('rpm', ['-qp', '--qf', names.map((name) => `\u0001${name}\u0002[%{${name}}\u0003]`).join(''), file]);
  const fields = shown.split('\u0001').slice(1).map((part): readonly [string, readonly string[]] => {
    const [name = '', values = ''] = part.split('\u0002');
    return [name, values.split('\u0003').slice(0, -1)];
  });
  return new Map(fields.filter(([, values]) => values.length > 0 && values.join() !== '(none)'));
}

describe('listQueryFields', () => {
  it.each<readonly [string, () => Promise<Buffer>]>([
    ['a package of ours', () => writeBytes(sampleSpec)],
    ['a package of ours with every feature', () => writeBytes(featureSpec)],
    ['a package of rpmbuild with gzip', () => buildPeer(folder, 'w9.gzdio')],
    ['a package of rpmbuild with xz', () => buildPeer(folder, 'w2.xzdio')],
    ['a package of rpmbuild with bzip2', () => buildPeer(folder, 'w9.bzdio')],
    ['a package of rpmbuild without compression', () => buildPeer(folder, 'w.ufdio')],
    ['a package of rpmbuild with every feature', () => buildFeaturePeer(folder)],
  ])('gives of %s what rpm -q --qf prints', async (_, make) => {
    const file = join(folder, 'package.rpm');
    const bytes = await make();
    await writeFile(file, bytes);
    const ours = listQueryFields(readRpm(bytes));
    const theirs = askRpm(file);
    // Tags of rpm 4.19 and later are not known to the rpm that is asked.
    const shown = Object.fromEntries([...ours].map(([name, values]) => [name, values.map(String)]));
    expect(shown).toEqual(Object.fromEntries([...theirs].filter(([name]) => ours.has(name))));
    expect([...theirs.keys()].filter((name) => !ours.has(name) && leftOut[name] === undefined)).toEqual([]);
    expect(ours.size).toBeGreaterThan(50);
  });
});
