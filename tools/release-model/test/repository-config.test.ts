import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryConfigSchema } from '../src/repository-config.ts';

const plain = {
  name: 'sample', vendor: 'Sample', url: 'https://sample.example', targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
  channels: { testing: { title: 'Sample testing', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 300 } }, versions: { first: '0.1.0' },
};

function problemPaths(change: { readonly vendor?: string; readonly baseUrl?: string; readonly title?: string }): readonly string[] {
  const { vendor = plain.vendor, ...channel } = change;
  const result = repositoryConfigSchema.safeParse({ ...plain, vendor, channels: { testing: { ...plain.channels.testing, ...channel } } });
  return result.error?.issues.map(({ path }) => path.join('.')) ?? [];
}

describe('repositoryConfigSchema', () => {
  it.each(['https://packages.example', 'http://127.0.0.1:8470', 'http://[::1]:8470/a', 'file:///srv/repository', 'https://packages.example/~user/a%20b'])('takes the base URL %s', (baseUrl) => {
    expect(problemPaths({ baseUrl })).toEqual([]);
  });

  it.each(['https://packages.example/', 'ftp://packages.example', 'javascript:alert(1)', 'https://user:word@packages.example', 'https://packages.example/?a', 'https://packages.example/#a', 'https://packages.example/$releasever', 'https://packages.example/a b', 'https://packages.example\ngpgcheck=0', ''])('refuses the base URL %j, which a .repo file or metalink cannot hold', (baseUrl) => {
    expect(problemPaths({ baseUrl })).toContain('channels.testing.baseUrl');
  });

  it.each(['two\nlines', ' around ', '', 'a\u0007bell'])('refuses %j as a vendor and as a title', (text) => {
    expect(problemPaths({ vendor: text, title: text })).toEqual(expect.arrayContaining(['vendor', 'channels.testing.title']));
  });

  it('takes the smallest configuration that docs/repository.md shows, and says what holds by default', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/repository.md'), 'utf8');
    const [, shown = ''] = /```json\n(\{\n {2}"name".*?)```/s.exec(text) ?? [];
    expect(repositoryConfigSchema.parse(JSON.parse(shown))).toMatchObject({
      targets: [{ name: 'el9', payload: { codec: 'gzip', level: 9 } }], channels: { testing: { metadataExpireSeconds: 3600 } }, versions: { first: '0.1.0' },
    });
  });

  it('lists what the base of this workspace\'s targets provides: interpreters, libraries of the system and what packages of ours require', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../repo-config/repository.json'), 'utf8');
    const { targets } = repositoryConfigSchema.parse(JSON.parse(text));
    for (const { name, baseProvides = [] } of targets) expect(baseProvides, name).toEqual(expect.arrayContaining(['/bin/*', 'nodejs(engine)', 'systemd', 'shadow-utils', 'python(abi)', 'rtld(GNU_HASH)', 'libc.so.6*']));
  });
});
