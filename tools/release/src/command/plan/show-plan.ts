import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { canonicalDigest, canonicalJson, ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { diffPlans, openRepository, planRepository, readPayloads } from '@bigpanda/tagger';
import type { GitClone } from '@bigpanda/tagger/git-clone';
import { planCache } from '../../cache-folder.ts';
import type { Context } from '../../context.ts';
import { renderPlan, renderPlanDifferences, renderPlanMarkdown } from '../../view/plan.ts';

/** What `bigpanda plan` is asked for. */
export interface PlanOptions {
  readonly snapshot?: true;
  readonly branch?: string;
  readonly evidence?: string;
  readonly released?: string;
  readonly diff?: string;
  readonly format: 'text' | 'md' | 'json';
  readonly json?: true;
  readonly cache: boolean;
}

/** Plans the repository of a clone and writes the plan, or what differs from an earlier one. */
export async function showPlan(clone: GitClone, options: PlanOptions, context: Context): Promise<void> {
  const repository = await openRepository(context.workingFolder, clone);
  const payloads = options.evidence === undefined ? undefined : await readPayloads(repository, { now: resolve(context.workingFolder, options.evidence), then: resolve(context.workingFolder, options.released ?? options.evidence) });
  const plan = await planRepository(repository, {
    kind: options.snapshot === true ? 'snapshot' : 'release',
    ...(options.branch === undefined ? {} : { branch: options.branch }),
    ...(payloads === undefined ? {} : { payloads }),
    ...(options.cache ? planCache(context) : {}),
  });
  if (options.diff === undefined) context.write(show(plan, options, context));
  else context.write(showDifferences(await readPlan(resolve(context.workingFolder, options.diff)), plan, options));
}

function show(plan: ReleasePlan, options: PlanOptions, { colours }: Context): string {
  const digest = canonicalDigest(plan);
  if (isJson(options)) return canonicalJson({ digest, plan });
  return options.format === 'md' ? renderPlanMarkdown(plan, digest) : renderPlan(plan, { digest, colours });
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
    return JSON.parse(text) as { digest?: string; plan?: ReleasePlan };
  } catch (cause) {
    throw new ReleaseError('PLAN_INVALID', `read a plan: "${file}" is not JSON: ${(cause as Error).message}`, { exitStatus: 2, cause, hint: 'Print it anew with: bigpanda plan --json > plan.json' });
  }
}
