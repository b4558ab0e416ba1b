import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPlugin, pluginSchema, type VoPlugin } from '../src/index.ts';

/** Every VO plug-in of the workspace, and the example for authors; a new folder is found without a change here. */
const folders = ['../../monitor-vo/', '../examples/'].map((path) => new URL(path, import.meta.url));
const found = folders.flatMap((folder) => readdirSync(folder).filter((name) => existsSync(new URL(`${name}/src/`, folder))).map((name): [string, URL] => [name, new URL(`${name}/src/`, folder)]));
const load = async (source: URL): Promise<{ readonly plugin: VoPlugin }> => import(new URL('plugin.ts', source).href);

/** The files of each page and each block; others may stand beside them. */
const steps = ['record.ts', 'render.ts', 'summary.ts'];

describe('VO plug-ins', () => {
  it('are found', () => {
    expect(found.length).toBeGreaterThan(0);
  });

  it.each(found)('%s keeps the contract', async (_, source) => {
    expect(checkPlugin((await load(source)).plugin)).toEqual([]);
  });

  it.each(found)('%s is named as its folder', async (name, source) => {
    expect((await load(source)).plugin.name).toBe(name);
  });

  it.each(found)('%s has the same files as the others', (_, source) => {
    expect(readdirSync(source)).toEqual(expect.arrayContaining(['plugin.ts', 'pages']));
    for (const [kind, first] of [['pages', 'page.ts'], ['blocks', 'block.ts']] as const) {
      for (const name of listFolder(new URL(`${kind}/`, source))) expect(listFolder(new URL(`${kind}/${name}/`, source)), `${kind}/${name}`).toEqual(expect.arrayContaining([first, ...steps]));
    }
  });

  it.each(Object.keys(pluginSchema.shape))('use the hook "%s", at least one of them', async (hook) => {
    const plugins = await Promise.all(found.map(async ([, source]) => (await load(source)).plugin));
    expect(plugins.some((plugin) => Object.hasOwn(plugin, hook))).toBe(true);
  });
});

function listFolder(folder: URL): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
