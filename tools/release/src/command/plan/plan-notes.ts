import type { ReleasePlan } from '@bigpanda/release-model';
import { adoptHistory, configFile, createReleaseTagReader, type PlannableRepository, type RepositoryPlanOptions } from '@bigpanda/tagger';
import { count } from '../../view/count.ts';
import { listNames } from '../../view/plan-words.ts';
import type { PlanFactFlags } from './plan-facts.ts';

/** What a plan was told. */
export interface ToldFacts {
  readonly facts: Pick<RepositoryPlanOptions, 'payloads'>;
  readonly flags: PlanFactFlags;
  /** Files with facts that differ from what is committed. */
  readonly uncommitted: readonly string[];
}

/** What a reader has to know besides the plan: facts that it did not use, or that nobody else has; a sentence each. */
export function collectPlanNotes(repository: PlannableRepository, plan: ReleasePlan, told: ToldFacts): string[] {
  return [...describeForeignTags(repository, plan), ...describeUncommitted(told), ...describeUnusedOverrides(repository, plan), ...describeUnusedEvidence(plan, told)];
}

/** Those of the files that decide a plan: configuration, rpm.json, declared intents. */
export function chooseFacts({ components, rules }: PlannableRepository, files: readonly string[]): string[] {
  const descriptions = new Set(components.map(({ root }) => (root === '' ? 'rpm.json' : `${root}/rpm.json`)));
  return files.filter((file) => file === configFile || descriptions.has(file) || file.startsWith(`${rules.intents}/`));
}

/** Tags that look like releases but are not read as such: a component that seems new may only be written otherwise. */
export function describeForeignTags({ components, rules, tags }: PlannableRepository, plan: Pick<ReleasePlan, 'components'>): string[] {
  const unreleased = plan.components.filter(({ lastVersion }) => lastVersion === undefined).map(({ name }) => name);
  if (unreleased.length === 0) return [];
  const names = components.map(({ name }) => name);
  const { read } = createReleaseTagReader(names, rules);
  const { learned, ambiguous } = adoptHistory({ names, tags: [...tags.keys()], isKnown: (tag) => read(tag).length > 0 });
  const own = learned.filter(({ component }) => unreleased.includes(component));
  return [
    ...describeUncounted(own.flatMap((shape) => shape.tags), `of ${listNames([...new Set(own.map(({ component }) => component))])}`),
    ...describeUncounted(ambiguous.flatMap((shape) => shape.tags), `of one of ${listNames(unreleased)}`),
  ];
}

function describeUncounted(tags: readonly string[], whose: string): string[] {
  if (tags.length === 0) return [];
  const verbs = tags.length === 1 ? ['looks like a release', 'is'] : ['look like releases', 'are'];
  return [`Careful: ${count(tags.length, 'tag')} such as "${tags.at(-1) ?? ''}" ${verbs[0] ?? ''} ${whose} but ${verbs[1] ?? ''} not counted, so the versions here are probably wrong. Fix: bigpanda adopt-history`];
}

function describeUncommitted({ uncommitted }: ToldFacts): string[] {
  return uncommitted.length === 0 ? [] : [`Planned with changes that are not committed: ${listNames(uncommitted)}. Others will see them, and new intents will count, once they are.`];
}

function describeUnusedOverrides({ rules }: PlannableRepository, { components }: ReleasePlan): string[] {
  return components.flatMap(({ name, lastVersion }) => {
    const override = Object.hasOwn(rules.overrides, name) ? rules.overrides[name] : undefined;
    if (override === undefined || override.after === lastVersion) return [];
    const wanted = override.after === undefined ? 'the first release' : `the release after ${override.after}`;
    return [`The override of ${name} is for ${wanted}, but ${lastVersion === undefined ? 'it was never released' : `the last is ${lastVersion}`}: not used.`];
  });
}

/** Components that were to be compared and could not be. */
function describeUnusedEvidence({ components }: ReleasePlan, { facts: { payloads }, flags: { evidence, released } }: ToldFacts): string[] {
  if (payloads === undefined) return [];
  const missing = components.filter(({ lastVersion, basis }) => lastVersion !== undefined && basis === 'commits');
  return missing.map(({ name, lastVersion }) => {
    const what = payloads.now.has(name) ? `no manifest of ${lastVersion ?? ''} in ${released === undefined ? 'the ledger' : `"${released}"`}` : `no ${name}.json in "${evidence ?? ''}"`;
    return `What ${name} installs was not compared: ${what}.`;
  });
}
