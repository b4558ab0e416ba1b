import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { canonicalDigest, canonicalJson, ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { adoptHistory, createReleaseTagReader, diffPlans, openRepository, planRepository, type PlannableRepository } from '@bigpanda/tagger';
import type { OpenedClone } from '@bigpanda/tagger/git-clone';
import { planCache } from '../../cache-folder.ts';
import type { Context } from '../../context.ts';
import { count } from '../../view/plan-words.ts';
import { renderPlanMarkdown } from '../../view/plan-markdown.ts';
import { renderPlan, renderPlanDifferences } from '../../view/plan.ts';
import type { PlanFactFlags } from './plan-facts.ts';
import { readPlanFacts } from './read-plan-facts.ts';

/** What `bigpanda plan` is asked for. */
export interface PlanOptions extends PlanFactFlags {
  readonly snapshot?: true;
  readonly diff?: string;
  readonly format: 'text' | 'md' | 'json';
  readonly json?: true;
  readonly cache: boolean;
}

/** Plans the repository of a clone and writes the plan, or what differs from an earlier one. */
export async function showPlan(clone: OpenedClone, options: PlanOptions, context: Context): Promise<void> {
  const repository = await openRepository(context.workingFolder, clone);
  const plan = await planRepository(repository, {
    kind: options.snapshot === true ? 'snapshot' : 'release',
    ...await readPlanFacts(repository, options, context),
    ...(options.cache ? planCache(context) : {}),
  });
  const notes = describeForeignTags(repository, plan);
  if (isJson(options)) for (const note of notes) context.writeError(`warning: ${note}\n`);
  if (options.diff === undefined) context.write(show(plan, { options, notes, context }));
  else context.write(showDifferences(await readPlan(resolve(context.workingFolder, options.diff)), plan, options));
}

/** Tags that look like releases but are not read as such: a component that seems new may only be written otherwise. */
function describeForeignTags({ components, rules, tags }: PlannableRepository, plan: ReleasePlan): string[] {
  const unreleased = plan.components.filter(({ lastVersion }) => lastVersion === undefined).map(({ name }) => name);
  if (unreleased.length === 0) return [];
  const names = components.map(({ name }) => name);
  const { read } = createReleaseTagReader(names, rules);
  const { learned } = adoptHistory({ names, tags: [...tags.keys()], isKnown: (tag) => read(tag).length > 0 });
  const found = learned.filter(({ component }) => unreleased.includes(component)).flatMap((shape) => shape.tags);
  return found.length === 0 ? [] : [`${count(found.length, 'tag')} of another shape ${found.length === 1 ? 'looks like a release' : 'look like releases'} and ${found.length === 1 ? 'does' : 'do'} not count, such as "${found.at(-1) ?? ''}": bigpanda adopt-history tells what to do.`];
}

interface PlanShow {
  readonly options: PlanOptions;
  readonly notes: readonly string[];
  readonly context: Context;
}

function show(plan: ReleasePlan, { options, notes, context: { colours } }: PlanShow): string {
  const digest = canonicalDigest(plan);
  if (isJson(options)) return canonicalJson({ digest, plan });
  return options.format === 'md' ? renderPlanMarkdown(plan, { digest, notes }) : renderPlan(plan, { digest, colours, notes });
}

function showDifferences(before: ReleasePlan, after: ReleasePlan, options: PlanOptions): string {
  const differences = diffPlans(before, after);
  return isJson(options) ? canonicalJson({ before: canonicalDigest(before), after: canonicalDigest(after), differences }) : renderPlanDifferences(differences);
}

function isJson({ json, format }: PlanOptions): boolean {
  return json === true || format === 'json';
}

/** A plan that was printed before, its digest checked. */
async function readPlan(file: string): Promise<ReleasePlan> {
  const { digest, plan } = parsePrinted(await readFile(file, 'utf8'), file);
  if (plan !== undefined && canonicalDigest(plan) === digest) return plan;
  throw new ReleaseError('PLAN_INVALID', `read a plan: "${file}" is not a whole plan: its digest is not that of its content`, { exitStatus: 2, hint: 'Print it anew with: bigpanda plan --json > plan.json' });
}

function parsePrinted(text: string, file: string): { readonly digest?: string; readonly plan?: ReleasePlan } {
  try {
    return (JSON.parse(text) as { digest?: string; plan?: ReleasePlan } | null) ?? {};
  } catch (cause) {
    throw new ReleaseError('PLAN_INVALID', `read a plan: "${file}" is not JSON: ${(cause as Error).message}`, { exitStatus: 2, cause, hint: 'Print it anew with: bigpanda plan --json > plan.json' });
  }
}
