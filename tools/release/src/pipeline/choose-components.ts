import { ReleaseError, type PlannedComponent, type Target } from '@bigpanda/release-model';
import type { Configuration } from '../configuration.ts';
import type { PlannedWorkspace } from '../workspace.ts';

/**
 * The planned components with the given names; all without names.
 * @throws ReleaseError `COMPONENT_UNKNOWN`
 */
export function chooseComponents({ plan }: PlannedWorkspace, names: readonly string[]): readonly PlannedComponent[] {
  const known = plan.components.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ReleaseError('COMPONENT_UNKNOWN', `choose components: no component is called ${unknown.map((name) => `"${name}"`).join(', ')}; there are ${known.join(', ')}`, { exitStatus: 2, hint: 'Name components as their rpm.json does.' });
  }
  return names.length === 0 ? plan.components : plan.components.filter(({ name }) => names.includes(name));
}

/**
 * The targets of a workspace, or the one that is named.
 * @throws ReleaseError `TARGET_UNKNOWN`
 */
export function chooseTargets({ config }: Pick<Configuration, 'config'>, name?: string): readonly Target[] {
  const chosen = name === undefined ? config.targets : config.targets.filter((target) => target.name === name);
  if (chosen.length > 0) return chosen;
  throw new ReleaseError('TARGET_UNKNOWN', `choose a target: "${name ?? ''}" is not one of ${config.targets.map((target) => target.name).join(', ')}`, { exitStatus: 2, hint: 'Name a target of repo-config/repository.json.' });
}
