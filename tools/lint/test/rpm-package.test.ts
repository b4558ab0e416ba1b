import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/rpm-package.ts';
import { createScope } from '../src/scope.ts';
import { judgeVersion } from '../src/rpm/release-tags.ts';
import { makeFolder } from './sample-workspace.ts';
import { makeSeededTree } from './seeded-tree.ts';

const metadata = (version: string) => ({ name: 'panda-server', version });

describe('checker rpm-package', () => {
  it('judges packages that are named, wherever they are, and adds what rpmlint says', async () => {
    const tree = await makeSeededTree('wrong');
    const drafts = await checker.check(createScope({ root: makeFolder({}), rpms: [`${tree}/rpms/panda-alpha.rpm`] }));
    const rules = drafts.map(({ rule }) => rule);
    expect(rules).toContain('bigpanda/rpm-world-writable');
    // Outside of git there are no tags to compare with.
    expect(rules).not.toContain('bigpanda/rpm-version');
    expect(rules).toContain('rpmlint/summary-ended-with-dot');
    expect(drafts.filter(({ rule }) => rule.startsWith('rpmlint/')).every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('leaves rpmlint out where it is not installed', async () => {
    const tree = await makeSeededTree('wrong');
    const drafts = await checker.check(createScope({ root: tree, programPath: '' }));
    expect(drafts.some(({ rule }) => rule.startsWith('rpmlint/'))).toBe(false);
  });
});

describe('judgeVersion', () => {
  it.each([
    ['0.2.0', ['panda-server-0.1.0', 'panda-server-0.2.0'], undefined],
    ['0.3.0', ['panda-server-0.2.0', 'panda-server-mysql-0.3.0'], 'compare the version 0.3.0 with the tags: there is no "panda-server-0.3.0"; the newest is "panda-server-0.2.0"'],
    ['0.2.0~3.gabc', ['panda-server-0.1.0'], undefined],
    ['0.2.0~3.gabc', ['panda-server-0.10.0', 'panda-server-0.2.0'], 'compare the version 0.2.0~3.gabc with the tags: it does not come after "panda-server-0.10.0"'],
    ['0.2.0', [], undefined],
    ['0.2.0', undefined, undefined],
  ])('says of %s with the tags %j: %s', (version, tags, message) => {
    expect(judgeVersion(metadata(version), tags)?.message).toBe(message);
  });
});
