import { analyzeCommits } from '@semantic-release/commit-analyzer';
import { describe, expect, it } from 'vitest';
import { createCommitWeigher } from '../src/commit-weigher.ts';
import { resolveVersionRules } from '../src/version-rules.ts';

const types = ['feat', 'fix', 'perf', 'docs', 'style', 'chore', 'refactor', 'test', 'build', 'ci', 'revert', 'feature', 'Feat', 'FIX', 'wip'];
const headers = types.flatMap((type) => [`${type}: x`, `${type}(scope): x`, `${type}!: x`, `${type}(scope)!: x`, `${type}:x`, `${type} (scope): x`]);
const messages = [
  ...headers, ...headers.map((header) => `${header}\n\nbody: of more\n\nRefs: #1`), ...types.map((type) => `${type}: x\n\nBREAKING CHANGE: y`),
  'Merge branch "x"', 'prose without a colon', 'feat', ': x', ' feat: x', 'feat(a)(b): x', 'feat: ', 'x\n\nfeat: y',
];

describe('createCommitWeigher', () => {
  it.each(['conventionalcommits', 'angular'])('gives every message the level that the analyzer gives it with the preset %s', async (preset) => {
    const { weigh } = createCommitWeigher({ ...resolveVersionRules().commits, preset, unconventional: 'patch' });
    const wrong: string[] = [];
    for (const message of messages) {
      const wanted = await analyzeCommits({ preset }, { cwd: import.meta.dirname, logger: { log: () => undefined }, commits: [{ hash: 'x', message }] }) ?? 'none';
      const { level, conventional } = await weigh({ id: 'x', timeSeconds: 0, message, paths: [] });
      if ((conventional ? level : 'none') !== wanted) wrong.push(`${JSON.stringify(message)}: ${level}, wanted ${wanted}`);
    }
    expect(wrong).toEqual([]);
  });

  it('takes prose for what is configured, and a header with a known type for a convention', async () => {
    const { weigh } = createCommitWeigher({ preset: 'conventionalcommits', unconventional: 'minor' });
    expect(await weigh({ id: 'x', timeSeconds: 0, message: 'Mend the pilot', paths: [] })).toEqual({ level: 'minor', conventional: false });
    expect(await weigh({ id: 'x', timeSeconds: 0, message: 'docs: x', paths: [] })).toEqual({ level: 'none', conventional: true });
    expect(await weigh({ id: 'x', timeSeconds: 0, message: 'Pilot: mended', paths: [] })).toEqual({ level: 'minor', conventional: false });
  });
});
