import { parseLevel } from '../level.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';

/** A person's word in the configuration; it is spent once a release follows the one it names. */
export const provider: EvidenceProvider = {
  title: 'manual override',
  collect: ({ component, last, rules }) => {
    const override = Object.hasOwn(rules.overrides, component.name) ? rules.overrides[component.name] : undefined;
    if (override === undefined || override.after !== last?.version) return Promise.resolve([]);
    return Promise.resolve([{ kind: 'override' as const, weight: parseLevel(override.as) ?? 'patch', summary: `${override.as}: ${override.reason}`, file: 'repo-config/repository.json' }]);
  },
};
