import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder, print } from './fixture.ts';

const packageFolder = join(import.meta.dirname, '..');
const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/^## (?<title>.*)$|^### (?<subtitle>.*)$|^```ts\n(?<code>[^]*?)^```\n```text\n(?<output>[^]*?)^```$/gm)];

describe('README.md', () => {
  let title = '';
  for (const { groups = {} } of examples) {
    const { code = '', output = '' } = groups;
    title = groups['title'] ?? groups['subtitle'] ?? title;
    if (code === '') continue;
    it(`has an example that prints what it says: ${title}`, async () => {
      await using folder = await makeFolder();
      await mkdir(join(folder.path, 'node_modules/@bigpanda'), { recursive: true });
      await symlink(packageFolder, join(folder.path, 'node_modules/@bigpanda/rpm-format'));
      await writeFile(join(folder.path, 'package.json'), '{"type":"module"}');
      await writeFile(join(folder.path, 'example.ts'), code);
      expect(print(process.execPath, [join(folder.path, 'example.ts')])).toBe(output);
    });
  }

  it('has an example for each thing that it is about', () => {
    expect(examples.filter(({ groups }) => groups?.['code'] !== undefined)).toHaveLength(5);
  });
});
