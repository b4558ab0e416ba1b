import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MetadataWriter, writeMetadata } from '../src/index.ts';
import { createSite, writeSample, type SampleSite } from './sample-repository.ts';

const run = promisify(execFile);
let site: SampleSite;
beforeAll(async () => {
  site = await createSite();
});
afterAll(() => site[Symbol.asyncDispose]());

async function readDocument(folder: string, type: string): Promise<string> {
  const name = (await readdir(join(folder, 'repodata'))).find((each) => each.endsWith(`-${type}.xml.gz`)) ?? '';
  return gunzipSync(await readFile(join(folder, 'repodata', name))).toString();
}

describe('writeMetadata', () => {
  it.each([1, 6, 200])('writes in its chunks what createrepo_c writes for %i packages, but for where these lie and their time', async (count) => {
    const [tree, ours] = [join(site.folder, `tree-${count}`), join(site.folder, `ours-${count}`)];
    await mkdir(tree, { recursive: true });
    const files: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { file, bytes } = await writeSample({ name: `sample-${String(index).padStart(3, '0')}`, dependencies: { requires: [{ name: 'other', operator: '>=', evr: `${index}` }] }, changelog: [{ timeSeconds: 1_600_000_000, author: 'A <a@sample.example> - 1', text: '- é' }] });
      files.push(join(tree, file));
      await writeFile(join(tree, file), bytes);
    }
    await run('createrepo_c', ['--quiet', '--no-database', tree]);
    await writeMetadata(files.toReversed(), ours);
    const normalise = (xml: string) => xml.replaceAll(/<location href="[^"]*"\/>/g, '').replaceAll(/<time file="\d+"/g, '<time');
    for (const type of ['primary', 'filelists', 'other']) expect(normalise(await readDocument(ours, type))).toBe(normalise(await readDocument(tree, type)));
  });
});

describe('writeMetadata of many packages', () => {
  it('gives by two threads the bytes that one gives', async () => {
    const { file, bytes } = await writeSample({ name: 'sample' }, site.signer);
    const tree = join(site.folder, 'tree-many');
    await mkdir(tree);
    await writeFile(join(tree, file), bytes);
    const [one, many] = [join(site.folder, 'one'), join(site.folder, 'many')];
    const packages = (count: number) => Array.from({ length: count }, () => join(tree, file));
    await writeMetadata(packages(1_499), one);
    await using writer = new MetadataWriter();
    for (let time = 0; time < 2; time += 1) await writer.write(packages(1_500), many);
    for (const type of ['primary', 'filelists', 'other']) {
      const [few, all] = [await readDocument(one, type), await readDocument(many, type)];
      const piece = few.slice(few.indexOf('<package '), few.indexOf('</package>') + '</package>\n'.length);
      expect(all).toBe(few.replace('packages="1499"', 'packages="1500"').replace(piece, piece + piece));
    }
  });
});
