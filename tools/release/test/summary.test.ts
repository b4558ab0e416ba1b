import { describe, expect, it } from 'vitest';
import type { PlannedComponent } from '@bigpanda/release-model';
import { renderSummary, type Summary } from '../src/view/summary.ts';

const component: PlannedComponent = {
  name: 'panda-server', root: 'packages/server', nextVersion: '0.1.0', version: '0.1.0~3.gabcdef0123', bump: 'minor', commits: 3,
  commit: 'a'.repeat(40), timeSeconds: 0, reasons: [{ kind: 'first-release', weight: 'minor', summary: 'never released' }],
};
const summary: Summary = {
  channel: 'testing', target: 'el9', snapshot: '000001-abcdef012345', changed: true, dirty: false,
  rows: [
    { name: 'panda-server', version: component.version, component, sizeBytes: 1_234_567, sha256: 'c'.repeat(64), isNew: true },
    { name: 'x', version: '0.1.0~1.g0', component, sizeBytes: 999, sha256: 'd'.repeat(64), isNew: false },
  ],
  releaseUrl: 'http://127.0.0.1:8470/r.rpm', fingerprint: 'ab'.repeat(20), verifiedPackages: 2, repoOption: '',
};

describe('renderSummary', () => {
  it('says what was published, each package with version, size, digest and reason', () => {
    const text = renderSummary(summary, false);
    expect(text).toContain('Published 1 new package to "testing" for el9: snapshot 000001-abcdef012345');
    expect(text).toContain('panda-server  0.1.0~3.gabcdef0123  1.2 MB  cccccccccccc  never released');
    expect(text).toMatch(/x +0\.1\.0~1\.g0 +999 B +dddddddddddd +unchanged, kept/);
    expect(text).toContain('sudo dnf install http://127.0.0.1:8470/r.rpm');
    expect(text).toContain('ABAB ABAB ABAB ABAB ABAB ABAB ABAB ABAB ABAB ABAB');
  });

  it('names only what was published, and the newest commit of a component that was never released', () => {
    const commits = [...component.reasons, { kind: 'commit', weight: 'minor', summary: 'feat: jobs', commit: 'a'.repeat(40) }] as const;
    const [row] = summary.rows;
    if (row === undefined) throw new Error('no row');
    const { releaseUrl: _, ...rest } = summary;
    const text = renderSummary({ ...rest, rows: [{ ...row, name: 'hello', component: { ...component, name: 'hello', reasons: commits } }] }, false);
    expect(text).toContain('feat: jobs (never released)');
    expect(text).toContain('sudo dnf install hello\n');
    expect(text).toContain('npx nx show project hello ');
    expect(text).not.toMatch(/panda-server|bigpandamon|undefined/);
  });

  it('warns of changes that are not committed', () => {
    expect(renderSummary({ ...summary, dirty: true }, false)).toContain('not committed');
    expect(renderSummary(summary, false)).not.toContain('not committed');
  });

  it('is plain text without colours and decorated with them', () => {
    expect(renderSummary(summary, false)).not.toContain('\u001b');
    expect(renderSummary(summary, true)).toContain('\u001b');
  });
});
