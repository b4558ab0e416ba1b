import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { formatManifest, makeLintableWorkspace, makeWorkspace } from './sample-workspace.ts';

const files = {
  'packages/model/src/job.ts': [
    `export async function readJob(): Promise<void> { await Promise.resolve(); }`,
    `export function start(): void { readJob(); }`,
    `// eslint-disable-next-line @typescript-eslint/no-explicit-any`,
    `export function take(job: any): void { job; }`,
    `// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the pilot sends anything`,
    `export type Job = any;`,
  ].join('\n'),
  'packages/server/src/server.ts': `export default function serve(): void { return; }\n`,
  'packages/server/rpm.json': '{',
  'packages/monitor-core/src/view.ts': `// eslint-disable-next-line bigpanda/import-directions -- because\nimport '@bigpanda/monitor-atlas';\n`,
  'packages/brokerage/package.json': formatManifest('@bigpanda/brokerage', []),
  'tools/signer/package.json': formatManifest('@bigpanda/signer', ['@bigpanda/model']),
  'tools/tagger/src/long.ts': 'export {};\n'.repeat(301),
  'ci/stage.ts': 'export const stage = 1;\n',
};

describe('lintWorkspace', () => {
  it('brings the findings of every checker together', async () => {
    const findings = await lintWorkspace({ root: makeLintableWorkspace(files) });
    const rules = findings.map(({ file, range, severity, rule }) => `${file}:${range?.line ?? '-'} ${severity} ${rule}`);
    expect(rules).toEqual([
      'ci/stage.ts:- error eslint/parse',
      'packages/brokerage/package.json:2 error bigpanda/direction-table',
      'packages/model/src/job.ts:2 error @typescript-eslint/no-floating-promises',
      'packages/model/src/job.ts:4 error bigpanda/unexplained-suppression',
      'packages/model/src/job.ts:4 error @typescript-eslint/no-unused-expressions',
      'packages/monitor-core/src/view.ts:1 error eslint/directive',
      'packages/monitor-core/src/view.ts:2 error bigpanda/import-directions',
      'packages/server/rpm.json:- error bigpanda/rpm-json',
      'packages/server/rpm.json:1 error json/parse',
      'packages/server/src/server.ts:1 error bigpanda/no-default-export',
      'tools/signer/package.json:5 error bigpanda/package-dependencies',
      'tools/tagger/src/long.ts:- warning max-lines',
    ]);
  });

  it('finds the same for one project as for all', async () => {
    const root = makeLintableWorkspace(files);
    const all = await lintWorkspace({ root });
    const owned = (finding: Finding, folder: string): boolean => finding.file.startsWith(`${folder}/`);
    for (const folder of ['packages/model', 'packages/monitor-core', 'packages/brokerage']) {
      const own = await lintWorkspace({ root, projects: [folder] });
      expect(own).toEqual(all.filter((finding) => owned(finding, folder)));
      expect(own).not.toEqual([]);
    }
    expect(await lintWorkspace({ root, projects: ['.'] })).toEqual(all.filter((finding) => owned(finding, 'ci')));
  });

  it('takes the folder of a project, its name, and its name without the scope', async () => {
    const root = makeLintableWorkspace(files);
    const byFolder = await lintWorkspace({ root, projects: ['packages/server'] });
    expect(byFolder).not.toEqual([]);
    expect(await lintWorkspace({ root, projects: ['@bigpanda/server', 'server', 'packages/server/'] })).toEqual(byFolder);
  });

  it('finds nothing in a sound package', async () => {
    const root = makeLintableWorkspace({ 'packages/model/src/job.ts': 'export const jobStates = [] as const;\n' });
    expect(await lintWorkspace({ root })).toEqual([]);
  });

  it('refuses a project that there is not', async () => {
    await expect(lintWorkspace({ root: makeWorkspace({}), projects: ['packages/gone'] })).rejects.toMatchObject({
      code: 'LINT_PROJECT_UNKNOWN',
      exitStatus: 2,
      message: 'select projects: no package of the workspace is "packages/gone"',
    });
  });

  it('refuses a folder that is not there', async () => {
    await expect(lintWorkspace({ root: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'LINT_WORKSPACE_INVALID', exitStatus: 2 });
  });

  it('tells every problem of the table of import directions', async () => {
    const root = makeWorkspace({ 'repo-config/import-directions.json': '{"packages/model": "all", "/absolute": []}' });
    const failure = await lintWorkspace({ root }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'LINT_WORKSPACE_INVALID', problems: [{ found: '"all"' }, { path: expect.stringContaining('/absolute') }] });
  });
});
