import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from 'playwright-core';
import { openOrCreateKey } from '@bigpanda/signer';
import type { Background } from '../src/background.ts';
import { checkoutRoot } from '../src/checkout.ts';
import { Dnf } from '../src/dnf.ts';
import { freePort } from '../src/free-port.ts';
import { accountOf, prepareUnit, startUnit } from '../src/installed-unit.ts';
import { NewVo } from '../src/new-vo.ts';
import { publishNext } from '../src/next-build.ts';
import { Published } from '../src/published.ts';
import { mustRun, run } from '../src/run.ts';
import { writeStubPackages } from '../src/stub-packages.ts';

const published = new Published();
let dnf: Dnf;
let server: Background | undefined;
let monitor: Background | undefined;
let serverUrl = '';
let monitorUrl = '';
let pandaId = '';

beforeAll(async () => {
  await published.start();
  dnf = new Dnf(published.folder.path, await published.dotRepo());
  const signer = await openOrCreateKey({ environment: published.env, name: 'bigpanda', userId: 'unused', nowSeconds: 0 });
  const stubs = published.folder.file('stubs');
  mkdirSync(stubs);
  const installed = await dnf.run('--nogpgcheck', 'install', ...await writeStubPackages(stubs, signer));
  expect(installed.status, installed.stdout + installed.stderr).toBe(0);
});

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await monitor?.[Symbol.asyncDispose]();
  await published[Symbol.asyncDispose]();
});

describe('dnf install from bigpanda repo serve', () => {
  it('installs server and monitor with signatures required, scriptlets running, and brings the core along', async () => {
    const { status, stdout, stderr } = await dnf.run('install', 'panda-server', 'bigpandamon-lsst', 'bigpanda-release');
    expect(status, stdout + stderr).toBe(0);
    expect(stdout + stderr).not.toMatch(/scriptlet failed|warning: .*(?:user|group) \S+ does not exist/i);
    const names = (await mustRun('rpm', ['--root', dnf.root, '--dbpath', '/usr/lib/sysimage/rpm', '-qa', '--qf', '%{NAME}\n'])).split('\n');
    for (const name of ['panda-server', 'panda-server-sqlite', 'bigpandamon-core', 'bigpandamon-lsst', 'bigpanda-release']) expect(names).toContain(name);
  });

  it('installs files as the packages say: rpm -V finds nothing to complain about', async () => {
    const { stdout } = await run('rpm', ['--root', dnf.root, '--dbpath', '/usr/lib/sysimage/rpm', '-V', 'panda-server', 'panda-server-sqlite', 'bigpandamon-core', 'bigpandamon-lsst', 'bigpanda-release']);
    expect(stdout).toBe('');
    const { uid } = accountOf(dnf.root, 'panda');
    expect(statSync(join(dnf.root, 'var/lib/panda')).uid).toBe(uid);
    expect(statSync(join(dnf.root, 'etc/panda/panda-server.toml')).mode & 0o777).toBe(0o640);
  });

  it('installs the repository configuration and the key whose fingerprint the summary shows', async () => {
    const dotRepo = readFileSync(join(dnf.root, 'etc/yum.repos.d/bigpanda.repo'), 'utf8');
    for (const line of ['[bigpanda-testing]', 'gpgcheck=1', 'repo_gpgcheck=1', 'skip_if_unavailable=0', 'gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-bigpanda']) expect(dotRepo).toContain(line);
    const shown = await mustRun('gpg', ['--batch', '--homedir', published.folder.path, '--with-colons', '--show-keys', join(dnf.root, 'etc/pki/rpm-gpg/RPM-GPG-KEY-bigpanda')]);
    const signer = await openOrCreateKey({ environment: published.env, name: 'bigpanda', userId: 'unused', nowSeconds: 0 });
    expect(shown).toContain(`fpr:::::::::${signer.fingerprint.toUpperCase()}:`);
  });

  it('installs units that pass systemd-analyze verify', async () => {
    for (const unit of ['panda-server.service', 'bigpandamon.service']) {
      const { status, stdout, stderr } = await run('systemd-analyze', ['verify', '--recursive-errors=no', `--root=${dnf.root}`, unit]);
      expect(status, stdout + stderr).toBe(0);
      expect(stdout + stderr).toBe('');
    }
  });
});

describe('the installed server and monitor', () => {
  beforeAll(async () => {
    serverUrl = `http://127.0.0.1:${await setPort('panda-server.toml')}`;
    monitorUrl = `http://127.0.0.1:${await setPort('bigpandamon.toml')}`;
    server = startUnit(dnf.root, 'panda-server.service');
    monitor = startUnit(dnf.root, 'bigpandamon.service');
    await server.waitFor(/listening/i);
    await monitor.waitFor(/listening/i);
  });

  it('answer that they are alive, as the version that is installed', async () => {
    expect(await (await fetch(`${serverUrl}/server/panda/isAlive`)).text()).toBe('alive=yes');
    expect(await (await fetch(`${serverUrl}/api/v1/system/is_alive`)).json()).toEqual({ success: true, message: '', data: null });
    const version = (await mustRun('rpm', ['--root', dnf.root, '--dbpath', '/usr/lib/sysimage/rpm', '-q', '--qf', '%{VERSION}', 'panda-server'])).trim();
    expect(await mustRun('chroot', [dnf.root, '/usr/bin/panda-server', '--version'])).toContain(version);
    // The configuration that was installed and changed above, though nobody names it.
    expect(JSON.parse(await mustRun('chroot', [dnf.root, '/usr/bin/panda-server', 'check-config', '--json'])) as unknown).toMatchObject({ http: serverUrl.replace('http://', '') });
  });

  it('take a job in, hand it to a pilot, record that it finished, and show it', async () => {
    const python = await mustRun('python3', [join(checkoutRoot, 'e2e/src/submit_job.py'), serverUrl]);
    pandaId = /^(\d+)$/m.exec(python)?.[1] ?? '';
    expect(pandaId).not.toBe('');
    const given = await post('getJob', { siteName: 'ANALY_BNL-LSST', prodSourceLabel: 'user', node: 'wn1.panda.test' });
    expect(given.get('StatusCode')).toBe('0');
    expect(given.get('PandaID')).toBe(pandaId);
    expect((await post('getJob', { siteName: 'ANALY_BNL-LSST', prodSourceLabel: 'user', node: 'wn2.panda.test' })).get('StatusCode')).toBe('20');
    for (const state of ['running', 'finished']) {
      expect((await post('updateJob', { jobId: pandaId, state, attemptNr: given.get('attemptNr') ?? '' })).get('StatusCode')).toBe('0');
    }
    const shown = await (await fetch(`${monitorUrl}/job/${pandaId}?json`)).text();
    expect(shown).toContain('finished');
    expect(shown).toContain('ANALY_BNL-LSST');
    const list = await (await fetch(`${monitorUrl}/jobs/?json`)).text();
    expect(list).toContain(pandaId);
  });

  it('show the pages of the VO that is installed, and of no other', async () => {
    const home = await (await fetch(`${monitorUrl}/`)).text();
    expect(home).toContain('/lsst/');
    expect(home).not.toContain('/atlas/');
    const link = /href="(\/lsst\/[^"]*)"/.exec(home)?.[1] ?? '';
    const page = await fetch(`${monitorUrl}${link}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('ForcedPhotometry');
  });

  it('show the page of a VO that was generated, built and installed beside them, with no other file changed', async () => {
    const vo = new NewVo(published, 'ams-02');
    expect(await vo.generate()).toEqual(['package-lock.json', 'packages/monitor-vo/ams-02/']);
    expect((await vo.lockChanges()).filter((line) => line.startsWith('-') || /resolved.*http/.test(line))).toEqual([]);
    expect(await vo.test()).toMatch(/Test Files\s+2 passed \(2\)/);
    await vo.publish();
    await dnfMust('--refresh', 'install', 'bigpandamon-ams-02');
    expect((await run('rpm', ['--root', dnf.root, '--dbpath', '/usr/lib/sysimage/rpm', '-V', 'bigpandamon-ams-02'])).stdout).toBe('');
    expect(await monitor?.stop()).toBe(0);
    monitor = startUnit(dnf.root, 'bigpandamon.service');
    await monitor.waitFor(/listening/i);
    const page = await fetch(`${monitorUrl}/ams-02/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h1>AMS-02 sites</h1>');
    expect(await (await fetch(`${monitorUrl}/ams-02/?json`)).json()).toMatchObject({ vo: 'ams-02', rows: 0, summary: { hours: 168, sites: [] } });
    expect(await (await fetch(`${monitorUrl}/`)).text()).toContain('href="/ams-02/"');
  });

  it('look right in Chromium: no error in the console, nothing fetched from elsewhere, nothing wider than the window', async () => {
    const pictures = process.env['BIGPANDA_E2E_PICTURES'] ?? published.folder.file('pictures');
    mkdirSync(pictures, { recursive: true });
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
    try {
      for (const [name, width] of [['wide', 1280], ['narrow', 400]] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        const troubles: string[] = [];
        page.on('console', (message) => { if (message.type() === 'error') troubles.push(message.text()); });
        page.on('request', (request) => { if (!request.url().startsWith(monitorUrl)) troubles.push(request.url()); });
        await page.goto(`${monitorUrl}/job/${pandaId}`);
        await page.screenshot({ path: join(pictures, `job-${name}.png`), fullPage: true });
        expect(await page.locator('h1').textContent()).toContain(pandaId);
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(0);
        expect(troubles).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
    expect(readdirSync(pictures).filter((file) => file.startsWith('job-'))).toHaveLength(2);
  });

  it('stop when they are told to, and keep what they were told', async () => {
    expect(await monitor?.stop()).toBe(0);
    expect(await server?.stop()).toBe(0);
    server = startUnit(dnf.root, 'panda-server.service');
    await server.waitFor(/listening/i);
    expect(await readState()).toContain('finished');
    expect(await server.stop()).toBe(0);
  });

  it('keep a job through upgrade, downgrade and restart of the package', async () => {
    const old = await installedVersion();
    await serve(async () => { pandaId = /^(\d+)$/m.exec(await mustRun('python3', [join(checkoutRoot, 'e2e/src/submit_job.py'), serverUrl]))?.[1] ?? ''; });
    await publishNext(published, { component: 'panda-server', file: 'packages/server/src/main.ts' });
    await dnfMust('--refresh', 'upgrade', 'panda-server*');
    const next = await installedVersion();
    expect(next).not.toBe(old);
    await serve(async () => {
      expect(await readState()).toContain('activated');
      expect((await post('getJob', { siteName: 'ANALY_BNL-LSST', prodSourceLabel: 'user', node: 'wn1.panda.test' })).get('PandaID')).toBe(pandaId);
      expect((await post('updateJob', { jobId: pandaId, state: 'running' })).get('StatusCode')).toBe('0');
    });
    await dnfMust('downgrade', 'panda-server', 'panda-server-sqlite');
    expect(await installedVersion()).toBe(old);
    await serve(async () => {
      expect(await readState()).toContain('running');
      expect((await post('updateJob', { jobId: pandaId, state: 'finished' })).get('StatusCode')).toBe('0');
    });
    await serve(async () => { expect(await readState()).toContain('finished'); });
  });

  it('are erased by dnf, which leaves what they were told', async () => {
    await dnfMust('remove', 'panda-server', 'bigpandamon-core');
    expect(existsSync(join(dnf.root, 'usr/lib/panda-server'))).toBe(false);
    expect(existsSync(join(dnf.root, 'var/lib/panda/panda.db'))).toBe(true);
  });
});

/** Prepares and starts the installed server as its unit says, and stops it again. */
async function serve(use: () => Promise<void>): Promise<void> {
  await prepareUnit(dnf.root, 'panda-server.service');
  server = startUnit(dnf.root, 'panda-server.service');
  await server.waitFor(/listening/i);
  await use();
  expect(await server.stop()).toBe(0);
}

async function installedVersion(): Promise<string> {
  return (await mustRun('rpm', ['--root', dnf.root, '--dbpath', '/usr/lib/sysimage/rpm', '-q', '--qf', '%{VERSION}', 'panda-server'])).trim();
}

async function dnfMust(...args: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await dnf.run(...args);
  expect(status, stdout + stderr).toBe(0);
  expect(stdout + stderr).not.toMatch(/scriptlet failed/i);
}

async function readState(): Promise<string> {
  const answer = await fetch(`${serverUrl}/server/panda/getJobStatus`, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ ids: JSON.stringify([Number(pandaId)]), no_pickle: 'True' }) });
  return answer.text();
}

/** Changes the port in an installed configuration as a sysadmin would. */
async function setPort(file: string): Promise<number> {
  const path = join(dnf.root, 'etc/panda', file);
  const port = await freePort();
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(/^# listen = .*$/m, `listen = "127.0.0.1:${port}"`);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
  return port;
}

async function post(method: string, parameters: Readonly<Record<string, string>>): Promise<URLSearchParams> {
  const answer = await fetch(`${serverUrl}/server/panda/${method}`, { method: 'POST', body: new URLSearchParams(parameters) });
  return new URLSearchParams(await answer.text());
}
