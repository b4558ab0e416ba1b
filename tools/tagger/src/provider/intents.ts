import type { EvidenceProvider } from '../evidence-provider.ts';

/** Files that a change adds to say what it means; each counts for the release that follows the commit that added it. */
export const provider: EvidenceProvider = {
  title: 'declared intents',
  collect: ({ component, intents, addedBy }) => Promise.resolve(intents.flatMap(({ file, levels, text }) => {
    const declared = levels.get(component.name);
    const commit = addedBy.get(file);
    if (declared === undefined || commit === undefined) return [];
    return [{ kind: 'intent' as const, weight: declared.level, summary: text.split('\n')[0] || `declared ${declared.level}`, commit, file, line: declared.line }];
  })),
};
