import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPlugins, type FoundPlugin } from '../src/index.ts';
import { makeJob, startMonitor, temporaryFolder } from './monitor-under-test.ts';

const working = (name: string): string => `
export const plugin = {
  contract: 1, name: '${name}', title: 'Title of ${name}', navigation: [{ title: 'Sites', path: '' }], jobColumns: [{ title: 'Cloud of it', attribute: 'cloud' }],
  pages: [{ path: '', title: 'Sites of ${name}', query: () => ({ from: 'jobs', vo: '${name}', withParameters: true }), toRecord: (row) => ({ site: String(row.computingSite ?? ''), text: String(row.jobParameters ?? '') }),
    summarise: (records) => ({ records: [...records] }), render: ({ records }) => '<p>' + records.length + ' records</p>' }],
};`;

async function loadFrom(modules: Readonly<Record<string, string>>): Promise<FoundPlugin[]> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(modules)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'plugin.mjs'), text);
  }
  return loadPlugins(pathToFileURL(`${folder}/`));
}

describe('loadPlugins', () => {
  it('finds every folder with a plug-in, by name', async () => {
    expect(await loadFrom({ two: working('two'), one: working('one') })).toMatchObject([{ kind: 'loaded', folder: 'one' }, { kind: 'loaded', folder: 'two' }]);
  });

  it('loads every VO of the workspace: none has a name that is the core\'s', async () => {
    const found = await loadPlugins(new URL('../../monitor-vo/', import.meta.url));
    expect(found.flatMap((plugin) => (plugin.kind === 'broken' ? [plugin] : []))).toEqual([]);
    expect(found).not.toEqual([]);
  });

  it('finds none when the folder does not exist', async () => {
    expect(await loadPlugins(pathToFileURL(join(temporaryFolder(), 'none/')))).toEqual([]);
  });

  it.each([
    ['does not parse', 'export const plugin = {', 'failed to load: '],
    ['throws', 'throw new Error("at once")', 'failed to load: at once'],
    ['exports nothing', 'export const other = 1', 'plugin: wanted'],
    ['has another version of the contract', working('x').replace('contract: 1', 'contract: 2'), 'contract: wanted 1, the version this core provides'],
    ['takes a path of the core', working('jobs'), 'name: "jobs" is a page of the core'],
    ['renders a script', working('x').replace("'<p>'", "'<script></script><p>'"), 'page "": wrote a script'],
  ])('refuses one that %s, and loads the others', async (_, text, problem) => {
    const found = await loadFrom({ bad: text, good: working('good') });
    expect(found).toMatchObject([{ kind: 'broken', folder: 'bad', problems: [expect.stringContaining(problem)] }, { kind: 'loaded', folder: 'good' }]);
  });

  it('refuses a second one of the same name and a folder without a module', async () => {
    const found = await loadFrom({ a: working('same'), b: working('same') });
    expect(found).toMatchObject([{ kind: 'loaded' }, { kind: 'broken', problems: ['another plug-in has the name "same" too'] }]);
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'empty'));
    expect(await loadPlugins(pathToFileURL(`${folder}/`))).toMatchObject([{ kind: 'broken', problems: [expect.stringContaining('wanted the file plugin.mjs')] }]);
  });
});

describe('a plug-in in the monitor', () => {
  it('has a page with a JSON twin, an entry in the menu, and columns in the list of its jobs', async () => {
    const monitor = startMonitor(await loadFrom({ xyz: working('xyz') }));
    await monitor.fill(makeJob({ VO: 'xyz', jobParameters: '-p', cloud: 'US' }), makeJob({ VO: 'other' }));
    const html = await monitor.getText('/xyz/');
    expect(html).toContain('<h1>Sites of xyz</h1>');
    expect(html).toContain('<p>1 records</p>');
    expect(html).toContain('<a href="/xyz/" aria-current="true">Title of xyz</a>');
    expect(await monitor.getJson('/xyz/')).toEqual({ vo: 'xyz', page: '', rows: 1, parameters: {}, summary: { records: [{ site: 'SITE', text: '-p' }] } });
    expect(await monitor.getText('/jobs/?vo=xyz')).toContain('Cloud of it');
    expect(await monitor.getText('/jobs/')).not.toContain('Cloud of it');
    expect((await monitor.get('/xyz')).headers.get('location')).toBe('./xyz/');
  });

  it('takes filters of its page, and says what is wrong with one', async () => {
    const filters = "filters: [{ name: 'runs', title: 'Runs', kind: 'range' }, { name: 'since', title: 'Since', kind: 'time' }], ";
    const monitor = startMonitor(await loadFrom({ xyz: working('xyz').replace("pages: [{ path: '',", `pages: [{ path: '', ${filters}`) }));
    await monitor.fill();
    expect(await monitor.getText('/xyz/?runs=3:&since=2014-03-07')).toContain('<input name="runs" value="3:" placeholder="from:to"');
    for (const wrong of ['runs=3', 'runs=:', 'runs=a:b', 'since=yesterday', 'since=2014-13-45']) {
      const answer = await monitor.get(`/xyz/?${wrong}`);
      expect([wrong, answer.status]).toEqual([wrong, 400]);
      expect(await answer.text()).toMatch(/two whole numbers as 1:9|a time in UTC as/);
    }
  });

  it('that is broken is shown on the overview with its problems', async () => {
    const monitor = startMonitor(await loadFrom({ bad: 'throw new Error("at <once>")' }));
    await monitor.fill();
    expect(await monitor.getText('/')).toContain('failed to load: at &lt;once&gt;');
    expect((await monitor.get('/bad/')).status).toBe(404);
  });

  it('that fails on its jobs makes a page that says so', async () => {
    const monitor = startMonitor(await loadFrom({ xyz: working('xyz').replace("String(row.computingSite ?? '')", "row.computingSite === 'BOOM' ? null.x : ''") }));
    await monitor.fill(makeJob({ VO: 'xyz', computingSite: 'BOOM' }));
    expect((await monitor.get('/xyz/')).status).toBe(500);
    expect((await monitor.get('/')).status).toBe(200);
  });
});
