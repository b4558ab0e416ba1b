import { ReleaseError, type Target } from '@bigpanda/release-model';
import { compareVersions } from '@bigpanda/rpm-format';

interface TargetFacts {
  /** Version of its rpm. */
  readonly rpm: string;
  /** `<major>.<minor>` of its python3. */
  readonly python: string;
}

/** The first minor release of each (RHEL release notes; facts: what targets accept). */
const knownTargets: ReadonlyMap<string, TargetFacts> = new Map([
  ['el8', { rpm: '4.14.2', python: '3.6' }],
  ['el9', { rpm: '4.16.1.3', python: '3.9' }],
  ['el10', { rpm: '4.19.1.1', python: '3.12' }],
]);

/** Whether the target's rpm makes users and groups itself, which it does from 4.19 on; an unknown target is taken for an older one. */
export function makesAccounts(target: Target): boolean {
  const version = target.rpm ?? knownTargets.get(target.name)?.rpm;
  return version !== undefined && compareVersions(version, '4.19') >= 0;
}

/**
 * `<major>.<minor>` of the target's python3.
 * @throws ReleaseError `TARGET_INCOMPLETE`
 */
export function pythonVersion(target: Target): string {
  const version = target.python ?? knownTargets.get(target.name)?.python;
  if (version !== undefined) return version;
  throw new ReleaseError('TARGET_INCOMPLETE', `pack for "${target.name}": its version of Python is not known`, {
    exitStatus: 2,
    hint: `Add "python": "3.12" or what it has to the target "${target.name}" in repo-config/repository.json.`,
  });
}
