import { describe, expect, it } from 'vitest';
import { changeJob } from '@bigpanda/datastore';
import { makeJob, startMonitor } from './monitor-under-test.ts';

const hostile = '"><script>alert(1)</script>';

describe('the overview', () => {
  it('counts jobs by state and by site and links them', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob(), makeJob(), makeJob({ computingSite: 'A&B' }));
    expect(await monitor.getJson('/')).toMatchObject({ jobs: 3, states: { activated: 3 }, sites: [{ site: 'SITE', counts: { activated: 2 } }, { site: 'A&B' }], newest: [{ pandaid: 3 }, { pandaid: 2 }, { pandaid: 1 }] });
    const html = await monitor.getText('/');
    expect(html).toContain('href="/jobs/?days=all&amp;jobstatus=activated"');
    expect(html).toContain('<a class="name" href="/site/A%26B/">A&amp;B</a>');
    expect(html).toContain('href="/jobs/?computingsite=A%26B&amp;days=all&amp;jobstatus=activated">1</a>');
  });

  it('says what to do while there is no database', async () => {
    const response = await startMonitor().get('/');
    expect(response.status).toBe(503);
    expect(await response.text()).toMatch(/No database yet[^]*systemctl enable --now panda-server/);
  });

  it('says what to do while there are no jobs', async () => {
    const monitor = startMonitor();
    await monitor.fill();
    expect(await monitor.getText('/')).toContain('No jobs yet');
  });

  it('shows jobs as soon as there is a database', async () => {
    const monitor = startMonitor();
    expect((await monitor.get('/')).status).toBe(503);
    await monitor.fill(makeJob());
    expect((await monitor.get('/')).status).toBe(200);
  });
});

describe('what stands in jobs and in addresses', () => {
  it('is escaped', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob({ jobName: hostile, computingSite: hostile, prodUserName: hostile }));
    for (const path of ['/', '/jobs/', '/job/1/', `/jobs/?jobstatus=${encodeURIComponent(hostile)}&cloud=${encodeURIComponent(hostile)}`, `/${encodeURIComponent(hostile)}`]) expect(await monitor.getText(path)).not.toContain('<script');
  });
});

describe('the page of a job', () => {
  it('shows attributes, errors, history, files and parameters', async () => {
    const monitor = startMonitor();
    const { job, states } = makeJob({ jobParameters: '-n 7 <x>', metadata: 'm' });
    const database = await monitor.fill({ states, job: { ...job, files: [{ lfn: 'a.root', type: 'output', fsize: 5 }] } });
    await changeJob(database, { pandaId: 1, time: '2014-03-07 13:02:03' }, () => ({ outcome: 0, change: { attributes: { pilotErrorCode: 1099, pilotErrorDiag: 'lost' }, states: ['holding', 'failed'], files: [] } }));
    expect(await monitor.getJson('/job/1/')).toMatchObject({
      pandaId: 1,
      state: 'failed',
      failures: [{ component: 'pilot', code: 1099, words: null, diagnosis: 'lost' }],
      history: [{ state: 'defined', seconds: 0 }, { state: 'activated', seconds: 3723 }, { state: 'holding' }, { state: 'failed', seconds: null }],
      files: [{ lfn: 'a.root', fsize: 5 }],
      parameters: '-n 7 <x>',
      metadata: 'm',
    });
    const html = await monitor.getText('/job/1/');
    for (const text of ['-n 7 &lt;x&gt;', 'a.root', '01:02:03', 'lost', 'badge-failed', '<caption>History</caption>']) expect(html).toContain(text);
  });

  it('is not found when the job is unknown', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob());
    const response = await monitor.get('/job/99/');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Job 99 is not known.');
    expect((await monitor.get('/job/abc/')).status).toBe(404);
  });
});

describe('every page', () => {
  it('has a strict policy, landmarks, a skip link and no script or style of its own', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob());
    for (const path of ['/', '/jobs/', '/job/1/', '/nothing']) {
      const response = await monitor.get(path);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      const html = await response.text();
      for (const part of ['<html lang="en" data-scripts="none">', '<a class="skip" href="#content">', '<main id="content"', '<nav aria-label="Main">', '<footer>', '<h1>', 'UTC']) expect(html).toContain(part);
      expect(html).not.toMatch(/<script(?! type="module" src="\/static\/[a-z0-9.]+"><)|<style| style=| on[a-z]+=|(?:src|href)="(?:https?:)?\/\//);
      expect(html.match(/<table>/g)?.length ?? 0).toBe(html.match(/<caption>/g)?.length ?? 0);
    }
  });

  it('has a JSON twin at ?json and for Accept: application/json, and links it', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob());
    for (const path of ['/', '/jobs/', '/job/1/']) {
      const twin = await (await monitor.get(`${path}?json`)).json();
      expect(twin).toEqual(await monitor.getJson(path));
      expect(await monitor.getText(path)).toContain(`href="${path}?json"`);
    }
    expect((await monitor.get('/', { accept: 'text/html,application/json' })).headers.get('content-type')).toContain('text/html');
  });

  it('fails with a page and status 500 when the database cannot be read', async () => {
    const monitor = startMonitor();
    const database = await monitor.fill(makeJob());
    await database.sql.schema.dropTable('jobsarchived4').execute();
    const response = await monitor.get('/');
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('This page failed');
  });
});

describe('a verb other than GET and HEAD', () => {
  it('is refused with status 405 and the usual policy', async () => {
    const monitor = startMonitor();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await monitor.get('/jobs/', {}, method);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    await monitor.fill(makeJob());
    expect((await monitor.get('/jobs/', {}, 'HEAD')).status).toBe(200);
  });
});

describe('static files', () => {
  it('are served with type and entity tag, for ever by the digest of their content, and nothing else is', async () => {
    const monitor = startMonitor();
    const style = await monitor.get('/static/monitor.css');
    expect([style.headers.get('content-type'), style.headers.get('cache-control')]).toEqual(['text/css; charset=utf-8', 'public, max-age=300']);
    expect((await monitor.get('/static/monitor.css', { 'if-none-match': style.headers.get('etag') ?? '' })).status).toBe(304);
    expect((await monitor.get('/static/panda.svg')).headers.get('content-type')).toBe('image/svg+xml');
    const linked = /href="(\/static\/monitor\.[0-9a-f]{16}\.css)"/.exec(await monitor.getText('/nothing'))?.[1] ?? '';
    expect((await monitor.get(linked)).headers.get('cache-control')).toContain('immutable');
    expect(await monitor.getText(linked)).toBe(await monitor.getText('/static/monitor.css'));
    expect((await monitor.get('/static/monitor.0123456789abcdef.css')).headers.get('cache-control')).toBe('public, max-age=300');
    for (const name of ['..%2fpackage.json', 'monitor.css.map', 'nothing.0123456789abcdef.css']) expect((await monitor.get(`/static/${name}`)).status).toBe(404);
  });
});

describe('the choice of colours', () => {
  it('is kept in a cookie, without a script, and leads back to the page where it was made and to no other host', async () => {
    const monitor = startMonitor();
    await monitor.fill();
    const chosen = await monitor.get('/theme/?theme=dark&back=%2Fjobs%2F%3Fcloud%3DUS');
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/jobs/?cloud=US']);
    const cookie = chosen.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^theme=dark; Path=\/; .*SameSite=Lax; HttpOnly$/);
    const page = await monitor.get('/jobs/?cloud=US', { cookie: `other=1; ${cookie.split(';')[0] ?? ''}` });
    expect(page.headers.get('vary')).toContain('Cookie');
    const html = await page.text();
    for (const part of ['<html lang="en" data-theme="dark"', '<meta name="color-scheme" content="dark">', 'value="dark" aria-pressed="true"', '<input type="hidden" name="back" value="/jobs/?cloud=US">']) expect(html).toContain(part);
    for (const cookies of ['theme=<script>', 'theme', '']) expect(await (await monitor.get('/jobs/', { cookie: cookies })).text()).not.toContain('data-theme');
    for (const back of ['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '/a\r\nset-cookie: x', '']) {
      expect((await monitor.get(`/theme/?theme=light&back=${encodeURIComponent(back)}`)).headers.get('location')).toBe('/');
    }
    expect((await monitor.get('/theme/?theme=purple')).headers.get('set-cookie')).toContain('theme=auto; Path=/; Max-Age=0');
  });
});
