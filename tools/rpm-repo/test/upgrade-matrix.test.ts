import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackageSpec } from '@bigpanda/rpm-format';
import { findMatrix, listRecords, promoteChannel, publish, runMatrix, verifyRepository, type MatrixOptions, type MatrixResult } from '../src/index.ts';
import { writeDetail } from '../src/matrix/failure-detail.ts';
import { createSite, publishOptions, writeSample, type SampleSite } from './sample-repository.ts';

/** A matrix takes seconds, and longer beside other tests. */
const slowMilliseconds = 60_000;

let site: SampleSite;
let result: MatrixResult;

/** Packages of one family: the first is what people install, with a user, a configuration file and a helper of just its version. */
function family(version: string, scriptlets: PackageSpec['scriptlets'] = {}): readonly Partial<PackageSpec>[] {
  const evr = { version, release: '1.el9' };
  const file = (path: string, text: string, flags = 0) => ({ type: 'file', path, mode: 0o644, content: Buffer.from(text), flags }) as const;
  return [
    {
      name: 'panda-thing', evr, dependencies: { requires: [{ name: 'panda-helper', operator: '=', evr: `${version}-1.el9` }, { name: 'nodejs(engine)', operator: '>=', evr: '22.13' }] },
      files: [file('/usr/lib/panda-thing/main.js', version), file('/etc/panda/thing.toml', `# ${version}\n`, 17)],
      scriptlets: { post: { body: 'echo "$1" >> /var/log/panda-thing' }, ...scriptlets },
    },
    { name: 'panda-helper', evr, files: [file('/usr/lib/panda-helper/main.js', version)] },
  ];
}

async function add(version: string, scriptlets?: PackageSpec['scriptlets']): Promise<void> {
  const packages = await Promise.all(family(version, scriptlets).map((fields) => writeSample(fields, site.signer)));
  await publish(publishOptions(site, packages));
}

async function run(more: Partial<MatrixOptions> = {}): Promise<MatrixResult> {
  const { source, destination } = await findMatrix(site.root, { from: 'testing', to: 'stable', target: 'el9', versions: 2 });
  if (source === undefined) throw new Error('nothing was published');
  return runMatrix({ root: site.root, source, ...(destination === undefined ? {} : { destination }), versions: 2, env: process.env, now: () => new Date('2026-01-02T03:04:05Z'), ...more });
}

function promote(matrix: MatrixResult, required = false): Promise<unknown> {
  return promoteChannel({ ...publishOptions(site, []), from: 'testing', channel: 'stable', matrix: { kind: 'tried', result: matrix, required } });
}

function steps({ rows }: MatrixResult): readonly string[] {
  return rows.map(({ from = 'nothing', to, driver, steps: taken }) => `${driver}: ${from} -> ${to}: ${taken.map(({ step, outcome }) => `${step} ${outcome}`).join(', ')}`);
}

beforeAll(async () => {
  site = await createSite();
  await add('1.0');
  await add('1.1');
  result = await run();
}, slowMilliseconds);
afterAll(() => site[Symbol.asyncDispose]());

// Scriptlets run in a changed root.
describe.skipIf(process.getuid?.() !== 0)('runMatrix', () => {
  it('takes every package that changes through install, upgrade, verify, downgrade and erase, by rpm and by dnf', () => {
    const way = 'install passed, upgrade passed, verify passed, downgrade passed, erase passed';
    expect(result.rows.flatMap((row) => row.steps).map(({ detail }) => detail).filter(Boolean)).toEqual([]);
    expect(steps(result)).toEqual(['panda-helper', 'panda-thing'].flatMap((name) => ['rpm', 'dnf'].map((driver) => `${driver}: ${name}-1.0-1.el9.noarch -> ${name}-1.1-1.el9.noarch: ${way}`)));
    expect(result.verdict).toBe('passed');
    expect(Object.keys(result.programs)).toEqual(['rpm', 'dnf']);
  });

  it('lets a promotion pass that holds to it, stores the result beside the snapshot, and writes the verdict into the record', async () => {
    await promote(result);
    expect((await listRecords(site.root, 'el9'))[0]).toMatchObject({ action: 'promote', matrix: { verdict: 'passed' } });
    expect(await verifyRepository(site.root)).toEqual([]);
    expect(await promote(result)).toMatchObject({ changed: false });
  });

  it('refuses a promotion whose scriptlet fails on upgrade, with the step, the reason and what would make it pass', async () => {
    await add('1.2', { pre: { body: 'if [ "$1" -eq 2 ]; then echo "no way from here" >&2; exit 7; fi' } });
    const failed = await run({ versions: 1 });
    expect(failed.verdict).toBe('failed');
    const way = 'panda-thing-1.1-1.el9.noarch -> panda-thing-1.2-1.el9.noarch: install passed, upgrade failed, verify not-run, downgrade not-run, erase not-run';
    expect(steps(failed).filter((line) => line.includes('panda-thing'))).toEqual([`rpm: ${way}`, `dnf: ${way}`]);
    await expect(promote(failed)).rejects.toMatchObject({ code: 'PROMOTE_REFUSED', exitStatus: 3, problems: [{ path: 'panda-thing-1.1-1.el9.noarch -> panda-thing-1.2-1.el9.noarch', found: 'rpm and dnf could not upgrade: %prein(panda-thing-1.2-1.el9.noarch) scriptlet failed, exit status 7', allowed: expect.stringContaining('--no-matrix') }] });
    const find = async (versions: number) => (await findMatrix(site.root, { from: 'testing', to: 'stable', target: 'el9', versions })).matrix?.verdict;
    expect([await find(1), await find(2)]).toEqual(['failed', undefined]);
    expect(await verifyRepository(site.root)).toEqual([]);
  }, slowMilliseconds);

  it('is found by verify when its result is altered', async () => {
    const { source } = await findMatrix(site.root, { from: 'testing', to: 'stable', target: 'el9', versions: 2 });
    const file = join(site.root, `snapshots/el9/${String(source?.serial).padStart(6, '0')}-${source?.digest.slice(0, 12)}.matrix.json`);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"verdict": "failed"', '"verdict": "passed"').replace('"verdict":"failed"', '"verdict":"passed"'));
    expect((await verifyRepository(site.root)).map(({ code }) => code).sort()).toEqual(['MATRIX_INVALID', 'SIGNATURE_INVALID']);
    await writeFile(file, text);
  });

  it('passes by the word of whoever promotes, which the record keeps', async () => {
    await promoteChannel({ ...publishOptions(site, []), from: 'testing', channel: 'stable', matrix: { kind: 'waived' } });
    expect((await listRecords(site.root, 'el9'))[0]?.matrix).toEqual({ verdict: 'waived' });
  });
});

describe('writeDetail', () => {
  it.each([
    ['rpm: RPM should not be used directly install RPM packages, use Alien instead!\nrpm: However assuming you know what you are doing...\nno way\nerror: %prein(a-2-1.noarch) scriptlet failed, exit status 7\nerror: a-2-1.noarch: install failed', '%prein(a-2-1.noarch) scriptlet failed, exit status 7'],
    ['Failed:\n  a-1-1.noarch  a-2-1.noarch\n\nError in PREIN scriptlet in rpm package a\nError: Transaction failed', 'Error in PREIN scriptlet in rpm package a'],
    ['error: Failed dependencies:\n\tb is needed by a-2-1.noarch', 'b is needed by a-2-1.noarch'],
    ['Error: \n Problem: conflicting requests\n  - nothing provides b needed by a-2-1.noarch', 'nothing provides b needed by a-2-1.noarch'],
    [`${'step\n'.repeat(20)}error: unpacking of archive failed`, 'unpacking of archive failed'],
    ['S.5....T.    /usr/lib/a', 'S.5....T.    /usr/lib/a'],
  ])('begins with the line that tells why: %j', (output, cause) => {
    const lines = writeDetail(output).split('\n');
    expect(lines[0]).toContain(cause);
    expect(lines.length).toBeLessThanOrEqual(13);
    expect(lines.join('\n')).not.toMatch(/Alien|However/);
  });
});

describe('runMatrix on a machine that lacks what it needs', () => {
  it('says that it was not run and why, and is never good', async () => {
    await add('1.4');
    const lacking = await run({ env: {} });
    expect(lacking).toMatchObject({ verdict: 'not-run', rows: [], reason: expect.stringContaining('busybox is not on this machine') });
    await expect(promote(lacking, true)).rejects.toMatchObject({ code: 'PROMOTE_REFUSED', problems: [expect.objectContaining({ found: expect.stringContaining('it was not run: ') })] });
    await promote(lacking);
    expect((await listRecords(site.root, 'el9'))[0]?.matrix?.verdict).toBe('not-run');
  });

  it('is of no use for another snapshot', async () => {
    await add('1.5');
    await expect(promote(result)).rejects.toMatchObject({ code: 'MATRIX_OUTDATED' });
  });
});
