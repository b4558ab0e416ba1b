import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { planWorkspace } from '../src/workspace.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');

describe('planWorkspace', () => {
  it('plans what "bigpanda plan --snapshot" shows', async () => {
    const [planned, shown] = await Promise.all([
      planWorkspace(workspaceRoot),
      openRepository(workspaceRoot).then((repository) => planRepository(repository, { kind: 'snapshot' })),
    ]);
    expect(planned.plan.components.map(({ name, version }) => [name, version.replace(/\.d[0-9a-f]+$/, '')])).toEqual(shown.components.map(({ name, version }) => [name, version.replace(/\.d[0-9a-f]+$/, '')]));
    expect(planned.plan).toMatchObject({ kind: 'snapshot', head: shown.head, branch: shown.branch });
  });
});
