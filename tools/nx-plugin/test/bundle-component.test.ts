import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRpmDescription } from '@bigpanda/release-model';
import { bundleComponent } from '../src/bundle-component.ts';

const checkout = join(import.meta.dirname, '../../..');
const description = parseRpmDescription(JSON.stringify({
  name: 'x', summary: 'An x', description: 'An x.', license: 'MIT', url: 'https://panda.test',
  build: { bundles: [{ entry: 'src/main.ts', output: 'main.mjs' }, { entry: 'src/plugin.ts', output: 'vo/plugin.mjs' }, { entry: 'pages/page.ts', output: 'static/page.js', platform: 'browser' }, { entry: 'pages/page.css', output: 'static/page.css', platform: 'browser' }] },
  contents: [{ source: 'dist/bundle/main.mjs', destination: '/usr/lib/x/main.mjs', mode: '0755' }],
}), 'rpm.json');

/** Bundles a small component in a folder of the given name and gives what stands in its dist/bundle. */
async function bundleIn(name: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), name));
  try {
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    write('c/src/main.ts', "#!/usr/bin/env node\nimport { z } from 'zod';\nconsole.log(z.string().parse('hello') satisfies string);\n");
    write('c/src/plugin.ts', 'export const plugin: { name: string } = { name: "x" };\n');
    write('c/pages/page.ts', 'const name: string = document.title;\nconsole.log(name);\n');
    write('c/pages/page.css', '.page {\n  color: red;\n}\n');
    mkdirSync(join(folder, 'node_modules'));
    cpSync(join(checkout, 'node_modules/zod'), join(folder, 'node_modules/zod'), { recursive: true });
    await bundleComponent({ workspaceRoot: folder, root: 'c', description });
    const read = (path: string): string => readFileSync(join(folder, 'c/dist/bundle', path), 'utf8');
    return { main: read('main.mjs'), plugin: read('vo/plugin.mjs'), script: read('static/page.js'), style: read('static/page.css'), licences: read('THIRD-PARTY-LICENSES.txt'), meta: read('meta/main.mjs.json') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('bundleComponent', () => {
  it('gives the same bytes in any folder, without a path of the machine in them', async () => {
    const first = await bundleIn('bundle-a-');
    expect(await bundleIn('another-bundle-')).toEqual(first);
    expect(first['main']).not.toContain(tmpdir());
  });

  it('makes a program of a bundle that is installed with an x bit, and only of that', async () => {
    const { main, plugin } = await bundleIn('bundle-');
    expect(main?.startsWith('#!/usr/bin/node\n')).toBe(true);
    // That of the entry is not left behind it, where it would be a syntax error.
    expect(main?.match(/^#!/gm)).toHaveLength(1);
    expect(plugin?.startsWith('#!')).toBe(false);
  });

  it('lists what is bundled and carries its licences along', async () => {
    const { licences, meta } = await bundleIn('bundle-');
    expect(licences).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(licences).toContain('Permission is hereby granted');
    expect(JSON.parse(meta ?? '')).toMatchObject({
      inputs: expect.arrayContaining(['c/src/main.ts']) as string[], imports: ['node_modules/zod'],
      packages: [{ folder: 'node_modules/zod', name: 'zod', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string, licence: 'MIT', imports: [] }],
    });
  });

  it('makes what pages load small and without anything of Node', async () => {
    const { script, style } = await bundleIn('bundle-');
    expect([script, style]).toEqual(['var n=document.title;console.log(n);\n', '.page{color:red}\n']);
  });
});
