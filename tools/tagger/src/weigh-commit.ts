import type { Bump, Commit } from '@bigpanda/release-model';

/**
 * How much one commit asks of a version, by semantic-release's analyzer and the conventionalcommits preset.
 * A commit in no convention at all still changed what it touched, so it weighs a patch, and so do types that ask for no release.
 */
export async function weighCommit(commit: Commit): Promise<Bump> {
  const { analyzeCommits } = await import('@semantic-release/commit-analyzer');
  const release = await analyzeCommits(
    { preset: 'conventionalcommits' },
    { cwd: import.meta.dirname, logger: { log: () => undefined }, commits: [{ hash: commit.id, message: commit.message }] },
  );
  return release === 'major' || release === 'minor' ? release : 'patch';
}
