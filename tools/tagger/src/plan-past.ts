import { ReleaseError, type PlannedComponent } from '@bigpanda/release-model';
import { createReleaseTagReader } from './last-release.ts';
import { planRelease } from './plan-release.ts';
import { readPlanInput, type PlannableRepository } from './plan-repository.ts';
import { compareSemver } from './semantic-version.ts';

const shownVersions = 8;

/**
 * What the planner says of a release that was made: the plan at the commit of its tag, as if the tag and later ones did not exist.
 * @throws ReleaseError `RELEASE_UNKNOWN`
 */
export async function planPastRelease(repository: PlannableRepository, name: string, version: string): Promise<PlannedComponent> {
  const { position, rules } = repository;
  const components = repository.components.filter((component) => component.name === name);
  const { read } = createReleaseTagReader([name], rules);
  const made = [...repository.tags].find(([tag]) => read(tag).some((release) => release.version === version));
  if (made === undefined) {
    throw new ReleaseError('RELEASE_UNKNOWN', `explain ${name}: no release ${version} has a tag in this clone`, { exitStatus: 2, hint: describeReleases(name, repository) });
  }
  const head = made[1].commit;
  const past = { ...repository, components, position: { ...position, head, branchRefs: new Map<string, string>() } };
  const input = await readPlanInput(past, {
    kind: 'release',
    seesTag: (tag) => read(tag).every((release) => compareSemver(release.version, version) < 0),
  });
  // Other components are left out of this plan, so their intents are too.
  const intents = (input.intents ?? []).map((intent) => ({ ...intent, levels: new Map([...intent.levels].filter(([other]) => other === name)) }));
  const plan = await planRelease({ ...input, intents });
  const [planned] = plan.components;
  if (planned === undefined) throw new ReleaseError('COMPONENT_UNKNOWN', `explain ${name}: no component is called "${name}"`, { exitStatus: 2, hint: 'List them with: bigpanda plan' });
  return planned;
}

/** Releases that are known, newest first. */
function describeReleases(name: string, { tags, rules }: PlannableRepository): string {
  const { read } = createReleaseTagReader([name], rules);
  const versions = [...new Set([...tags.keys()].flatMap((tag) => read(tag).map((release) => release.version)))].sort((left, right) => compareSemver(right, left));
  if (versions.length === 0) return `It was never released; ask for what is next: bigpanda why ${name}`;
  const rest = versions.length - shownVersions;
  return `Name one that was made: ${versions.slice(0, shownVersions).join(', ')}${rest > 0 ? ` or ${rest} earlier ones` : ''}.`;
}
