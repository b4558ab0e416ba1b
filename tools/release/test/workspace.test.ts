import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { requireKnownTargets, planWorkspace } from '../src/workspace.ts';
import { defaultConfig } from '../src/default-config.ts';

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

describe('requireKnownTargets', () => {
  it('refuses names of targets that there are not, with their places and those there are', () => {
    const description = rpmDescriptionSchema.parse({
      name: 'sample', summary: 'A sample', description: 'A sample.', license: 'MIT', url: 'https://sample.example/',
      requires: [{ dependency: 'a', targets: ['el8'] }], contents: [{ source: 'a', destination: '/a', targets: ['el9', 'el88'] }],
    });
    const check = () => { requireKnownTargets([{ root: 'tools/sample', description }], defaultConfig('https://sample.example/')); };
    expect(check).toThrow(expect.objectContaining({ code: 'TARGET_UNKNOWN', problems: [{ path: 'tools/sample/rpm.json: contents[0].targets', found: 'the target "el88"', allowed: 'one of "el9", "el8", "el10"' }] }));
  });
});
