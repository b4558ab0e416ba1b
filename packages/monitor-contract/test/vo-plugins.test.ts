import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPlugin, type VoPlugin } from '../src/index.ts';

/** Every VO plug-in of the workspace; a new folder is found without a change here. */
const folder = new URL('../../monitor-vo/', import.meta.url);
const names = readdirSync(folder);
const load = async (name: string): Promise<{ readonly plugin: VoPlugin }> => import(new URL(`${name}/src/plugin.ts`, folder).href);

describe('VO plug-ins', () => {
  it('are found', () => {
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)('%s keeps the contract', async (name) => {
    expect(checkPlugin((await load(name)).plugin)).toEqual([]);
  });

  it.each(names)('%s is named as its folder', async (name) => {
    expect((await load(name)).plugin.name).toBe(name);
  });

  it.each(names)('%s has the same files as the others', (name) => {
    const listFiles = (of: string): string[] => readdirSync(new URL(`${of}/src/`, folder)).sort();
    expect(listFiles(name)).toEqual(listFiles(names[0] ?? name));
  });
});
