import type { EvidenceProvider } from '../evidence-provider.ts';

/** Issue keys in messages: they name what a release settles. The commits that carry them have a weight of their own. */
export const provider: EvidenceProvider = {
  title: 'issue keys',
  collect: ({ commits, reverted, rules }) => {
    if (rules.issueKeys.length === 0) return Promise.resolve([]);
    const pattern = new RegExp(`\\b(?:${rules.issueKeys.join('|')})-\\d+\\b`, 'g');
    const newest = new Map<string, string>();
    for (const { commit } of commits) {
      if (reverted.has(commit.id)) continue;
      for (const [key] of commit.message.matchAll(pattern)) if (!newest.has(key)) newest.set(key, commit.id);
    }
    return Promise.resolve([...newest].map(([key, commit]) => ({ kind: 'issue' as const, weight: 'none' as const, summary: key, commit })));
  },
};
