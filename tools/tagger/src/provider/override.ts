import type { Bump } from '@bigpanda/release-model';
import semver from 'semver';
import { parseLevel } from '../level.ts';
import type { EvidenceProvider } from '../evidence-provider.ts';

/** A person's word in the configuration; it is spent once a release follows the one it names. */
export const provider: EvidenceProvider = {
  title: 'manual override',
  collect: ({ component, last, rules }) => {
    const override = Object.hasOwn(rules.overrides, component.name) ? rules.overrides[component.name] : undefined;
    if (override === undefined || override.after !== last?.version) return Promise.resolve([]);
    return Promise.resolve([{ kind: 'override' as const, weight: parseLevel(override.as) ?? levelOfStep(override.as, last?.version), summary: `${override.as}: ${override.reason}`, file: 'repo-config/repository.json' }]);
  },
};

/** The level of the step to an exact version; a first release is minor, as every other one. */
function levelOfStep(version: string, last: string | undefined): Bump {
  if (last === undefined) return 'minor';
  return parseLevel(semver.diff(last, version)?.replace(/^pre(?!release)/, '') ?? null) ?? 'patch';
}
