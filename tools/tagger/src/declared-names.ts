import { nearestName, ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import type { ReleaseUnit } from './component.ts';
import type { Intent } from './intent.ts';
import type { VersionRules } from './version-rules.ts';

/** Names of components and of the packages that they make. */
type NamedComponent = Pick<ReleaseUnit, 'name' | 'description'>;

/**
 * Refuses version rules that speak of components that are not there.
 * @param file path of the configuration, for messages
 * @throws ReleaseError `CONFIG_INVALID`
 */
export function checkRuleNames({ overrides, adopted }: Pick<VersionRules, 'overrides' | 'adopted'>, components: readonly NamedComponent[], file: string): void {
  const written = [
    ...Object.keys(overrides).map((name) => ({ name, path: `versions.overrides.${name}` })),
    ...adopted.map(({ component }, index) => ({ name: component, path: `versions.adopted[${index}].component` })),
  ];
  const problems = written.flatMap(({ name, path }) => describeUnknown(name, components, `${file}: ${path}`));
  if (problems.length > 0) throw new ReleaseError('CONFIG_INVALID', `read the configuration: "${file}" names ${problems.length === 1 ? 'a component that is' : `${problems.length} components that are`} not there`, { exitStatus: 2, problems, hint: 'Correct each name that is listed, or take the entry out.' });
}

/** Refuses declared intents for components that are not there. @throws ReleaseError `INTENT_INVALID` */
export function checkIntentNames(intents: readonly Intent[], components: readonly NamedComponent[]): void {
  const problems = intents.flatMap(({ file, levels }) => [...levels].flatMap(([name, { line }]) => describeUnknown(name, components, `${file}: line ${line}`)));
  if (problems.length > 0) throw new ReleaseError('INTENT_INVALID', `read intents: ${problems.length === 1 ? '1 line names a component that is' : `${problems.length} lines name components that are`} not there`, { exitStatus: 2, problems, hint: 'Correct each name that is listed, or take the line out.' });
}

/** What a name that no component has may mean: the component of a sub-package, or one that is spelt alike. */
export function suggestComponent(name: string, components: readonly NamedComponent[]): string {
  const family = components.find(({ description }) => description?.subpackages.some((one) => one.name === name));
  if (family !== undefined) return `${name} is a package of the component ${family.name}`;
  const near = nearestName(name, components.map((component) => component.name));
  return near === undefined ? `there are ${components.map((component) => component.name).join(', ')}` : `did you mean "${near}"?`;
}

function describeUnknown(name: string, components: readonly NamedComponent[], path: string): ConfigurationProblem[] {
  if (components.some((component) => component.name === name)) return [];
  return [{ path, found: JSON.stringify(name), allowed: `the name of a component; ${suggestComponent(name, components)}` }];
}
