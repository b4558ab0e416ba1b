import { beforeAll, describe, expect, it } from 'vitest';
import { listPages, loadPlugins, type FoundPlugin } from '../src/index.ts';
import { makeJob, startMonitor } from './monitor-under-test.ts';

let plugins: FoundPlugin[];
beforeAll(async () => { plugins = await loadPlugins(new URL('../../monitor-vo/', import.meta.url)); });

const fill = (path: string): string => path.replace(/:pandaid|:jeditaskid/g, '1').replace(/:[^/]+/g, 'SITE');
const jobs = [makeJob({ VO: 'lsst', cloud: 'US' }), makeJob({ VO: 'atlas', jobName: 'say href="/jobs/" and href=/x' })];

/** Every address in a page, as a browser reads it. */
function addressesOf(html: string): string[] {
  return [...html.matchAll(/<[a-z][^>]*?\s(?:href|src|action|hx-get)="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));
}

describe('a prefix', () => {
  it.each([['leaves it there', '/bigpanda'], ['takes it away', '']])('stands before every address of every page, and each leads somewhere, behind a proxy that %s', async (_, sent) => {
    const monitor = startMonitor(plugins, undefined, { settings: { prefix: '/bigpanda' } });
    await monitor.fill(...jobs);
    const seen = new Map<string, string>();
    for (const page of listPages(plugins)) {
      const path = fill(page.path);
      const answer = await monitor.get(`${sent}${path}`);
      if (answer.status !== 200) continue;
      for (const address of addressesOf(await answer.text()).filter((one) => one !== '' && !one.startsWith('#'))) seen.set(address, path);
    }
    expect([...seen.keys()].filter((address) => !address.startsWith('/bigpanda/'))).toEqual([]);
    const samples = [...Map.groupBy(seen.keys(), (address) => address.replace(/\?.*/, '').replace(/\d+/g, '1')).values()].flatMap((group) => group.slice(0, 2));
    expect(samples.length).toBeGreaterThan(20);
    for (const address of samples) expect([address, seen.get(address), (await monitor.get(sent === '' ? address.slice('/bigpanda'.length) : address)).status]).toEqual([address, seen.get(address), expect.toSatisfy((status: number) => status < 400)]);
  });

  it('stands in JSON before addresses, in no text, and before the way back after a choice of colours', async () => {
    const monitor = startMonitor(plugins, undefined, { settings: { prefix: '/bigpanda' } });
    await monitor.fill(...jobs);
    expect(await monitor.getText('/bigpanda/job/2/')).toContain('say href=&quot;/jobs/&quot; and href=/x');
    expect(JSON.stringify(await monitor.getJson('/bigpanda/'))).toContain('"href":"/bigpanda/lsst/"');
    expect(JSON.stringify(await monitor.getJson('/bigpanda/job/2/'))).toContain('say href=\\"/jobs/\\"');
    expect(await monitor.getText('/bigpanda/jobs/?vo=lsst')).toContain('name="back" value="/bigpanda/jobs/?vo=lsst"');
    expect((await monitor.get('/bigpanda/theme/?theme=dark')).headers.get('location')).toBe('/bigpanda/');
    expect((await monitor.get('/bigpanda/jobs')).headers.get('location')).toBe('./jobs/');
    expect((await monitor.get('/bigpanda')).status).toBe(200);
    expect((await monitor.get('/bigpandas/')).status).toBe(404);
  });
});

describe('the name of a host', () => {
  it('makes it the monitor of the VO that the configuration or a plug-in names', async () => {
    const monitor = startMonitor(plugins, undefined, { settings: { hosts: { vos: { 'jobs.example.org': 'lsst' } } } });
    await monitor.fill(...jobs);
    const coloursOf = async (host: string): Promise<string | undefined> => /colours\/([a-z]+)\.css/.exec(await (await monitor.get('/', { host })).text())?.[1];
    expect(await Promise.all(['jobs.example.org', 'JOBS.example.org.:8080', 'atlas.example.org', 'www.example.org', '', 'lsst'].map(coloursOf))).toEqual(['lsst', 'lsst', 'atlas', undefined, undefined, 'lsst']);
  });

  it('has the search look among what is of the VO, by number too, unless another is named', async () => {
    const monitor = startMonitor(plugins);
    await monitor.fill(...jobs);
    const find = async (query: string): Promise<unknown> => (await monitor.get(`/search/?json&${query}`, { host: 'lsst' })).json();
    expect(await find('q=1')).toMatchObject({ vo: 'lsst', hits: [{ kind: 'job', name: '1' }] });
    expect(await find('q=2')).toMatchObject({ hits: [] });
    expect(await find('q=2&vo=*')).toMatchObject({ hits: [{ kind: 'job', name: '2' }] });
    expect(await (await monitor.get('/search/?q=2', { host: 'lsst' })).text()).toContain('<a href="/search/?q=2&amp;vo=*">');
  });

  it('is refused with 421 where it is none of those that are named, and never said again', async () => {
    const monitor = startMonitor(plugins, undefined, { settings: { hosts: { names: ['bigpanda.example.org', '*.pandas.org'], vos: { 'l.example.org': 'lsst' } } } });
    await monitor.fill(...jobs);
    const statusOf = async (host: string): Promise<number> => (await monitor.get('/jobs/', { host })).status;
    expect(await Promise.all(['bigpanda.example.org', 'BigPanda.example.org:443', 'a.pandas.org', 'a.b.pandas.org', 'l.example.org'].map(statusOf))).toEqual([200, 200, 200, 200, 200]);
    expect(await Promise.all(['evil.test', 'pandas.org', 'bigpanda.example.org.evil.test', 'xpandas.org', '', '127.0.0.1', 'evil.test/?bigpanda.example.org'].map(statusOf))).toEqual([421, 421, 421, 421, 421, 421, 421]);
    for (const path of ['/', '/static/monitor.css', '/nothing/', '/jobs']) expect(await (await monitor.get(path, { host: 'evil.test' })).text()).toBe('This monitor does not answer to that name.\n');
  });
});
