import { describe, expect, it } from 'vitest';
import { inferProject } from '../src/infer-targets.ts';

describe('inferProject', () => {
  it('gives a component every target, each with a description, under its RPM name', () => {
    const project = inferProject({ root: 'packages/server', rpmName: 'panda-server', buildsPython: false, hasPackageJson: true, hasTests: true });
    expect(project).toMatchObject({ name: 'panda-server', root: 'packages/server', projectType: 'application' });
    expect(Object.keys(project.targets ?? {}).sort()).toEqual(['build', 'lint', 'publish', 'rpm', 'srpm', 'test']);
    for (const target of Object.values(project.targets ?? {})) expect(target.metadata?.description).toMatch(/^[A-Z]/);
  });

  it('gives a library what it has files for', () => {
    const project = inferProject({ root: 'packages/model', rpmName: undefined, buildsPython: false, hasPackageJson: true, hasTests: false });
    expect(project).not.toHaveProperty('name');
    expect(Object.keys(project.targets ?? {})).toEqual(['lint']);
  });

  it('names no absolute path, so that caches are shared', () => {
    expect(JSON.stringify(inferProject({ root: 'x', rpmName: 'x', buildsPython: false, hasPackageJson: true, hasTests: true }))).not.toMatch(/"\//);
  });
});
