import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { Tree } from '@nx/devkit';
import { describe, expect, it } from 'vitest';
import { parseRpmDescription } from '@bigpanda/release-model';
import { generateVo } from '../src/generator/vo/generator.ts';
import { checkVoName, checkVoTitle } from '../src/generator/vo/vo-name.ts';

function makeTree(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('packages/monitor-vo/atlas/package.json', '{ "name": "@bigpanda/monitor-atlas", "nx": { "name": "bigpandamon-atlas" } }');
  tree.write('packages/monitor-core/package.json', '{ "name": "@bigpanda/monitor-core", "nx": { "name": "bigpandamon-core" } }');
  return tree;
}

const folder = 'packages/monitor-vo/ams-02';

describe('generateVo', () => {
  it('writes a plug-in with page, test, documentation and RPM into its own folder, and nothing elsewhere', async () => {
    const tree = makeTree();
    await generateVo(tree, { name: 'ams-02', title: "Alpha's (AMS)" });
    const files = tree.listChanges().map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)).sort();
    expect(files).toEqual([
      'README.md', 'package.json', 'rpm.json', 'src/index.ts', 'src/pages/sites/page.ts', 'src/pages/sites/record.ts', 'src/pages/sites/render.ts', 'src/pages/sites/summary.ts', 'src/plugin.ts', 'test/plugin.test.ts',
    ]);
    const texts = files.map((file) => tree.read(`${folder}/${file}`, 'utf8') ?? '').join('\n');
    expect(texts).not.toMatch(/<%|__name__|undefined/);
    expect(texts).toContain("title: 'Alpha\\'s (AMS)'");
    expect(parseRpmDescription(tree.read(`${folder}/rpm.json`, 'utf8') ?? '', 'rpm.json')).toMatchObject({ name: 'bigpandamon-ams-02', summary: "Pages of Alpha's (AMS) for BigPanDAmon" });
    expect(JSON.parse(tree.read(`${folder}/package.json`, 'utf8') ?? '')).toMatchObject({ name: '@bigpanda/monitor-ams-02', nx: { name: 'bigpandamon-ams-02' } });
  });

  it('calls a VO by its name in capital letters when it has no title', async () => {
    const tree = makeTree();
    await generateVo(tree, { name: 'na62' });
    expect(tree.read('packages/monitor-vo/na62/src/plugin.ts', 'utf8')).toContain("title: 'NA62'");
  });

  it('refuses what is wrong with name and title, all at once, and writes nothing', async () => {
    const tree = makeTree();
    const before = tree.listChanges().length;
    await expect(generateVo(tree, { name: 'core', title: '<b>' })).rejects.toMatchObject({ code: 'VO_REFUSED', message: expect.stringMatching(/name "core": .*packages\/monitor-core; title "<b>": wanted a letter/) });
    await expect(generateVo(tree, { name: 'atlas' })).rejects.toThrow('name "atlas": packages/monitor-vo/atlas is there already');
    await expect(generateVo(tree, { name: 'contract' })).rejects.toThrow('"bigpandamon-contract" is what bigpandamon-core provides');
    await expect(generateVo(tree, { name: '9Lives' })).rejects.toThrow('name "9Lives": wanted a lower-case letter');
    expect(tree.listChanges()).toHaveLength(before);
  });
});

describe('checkVoName', () => {
  it.each(['cms', 'na62', 'ams-02', 'a', 'x'.repeat(16)])('takes "%s"', (name) => {
    expect(checkVoName(name, new Map())).toEqual([]);
  });

  it.each([
    ['', 'wanted a lower-case letter'], ['CMS', 'wanted a lower-case letter'], ['2hdm', 'wanted a lower-case letter'], ['a_b', 'wanted a lower-case letter'], ['../x', 'wanted a lower-case letter'],
    ['a-', 'no "-" at the end'], ['a--b', 'no two in a row'], ['x'.repeat(17), 'at most 16 characters'], ['jobs', '/jobs/ is a page'],
  ])('refuses "%s"', (name, problem) => {
    expect(checkVoName(name, new Map([['jobs', '/jobs/ is a page of the monitor\'s own']]))).toContainEqual(expect.stringContaining(problem));
  });
});

describe('checkVoTitle', () => {
  it.each(['CMS', "L'Aquila (test)", 'ÉTOILE 2'])('takes "%s"', (title) => {
    expect(checkVoTitle(title)).toEqual([]);
  });

  it.each(['', ' CMS', '<b>', 'a"b', 'a`b', 'a\nb', '*/', 'x'.repeat(41)])('refuses %j', (title) => {
    expect(checkVoTitle(title)).toHaveLength(1);
  });
});
