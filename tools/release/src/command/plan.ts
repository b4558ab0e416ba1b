import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { canonicalDigest, canonicalJson, ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { diffPlans, openRepository, planRepository, readPayloads } from '@bigpanda/tagger';
import { cacheFolder } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { renderPlan, renderPlanDifferences, renderPlanMarkdown } from '../view/plan.ts';

interface PlanOptions {
  readonly snapshot?: true;
  readonly branch?: string;
  readonly evidence?: string;
  readonly released?: string;
  readonly diff?: string;
  readonly format: 'text' | 'md' | 'json';
  readonly json?: true;
  readonly cache: boolean;
}

export function definePlanCommand(command: Command, context: Context): void {
  command
    .option('--snapshot', 'show what every component is at this commit, as snapshot versions')
    .option('--branch <name>', 'plan for this branch, where only a commit is checked out')
    .option('--evidence <dir>', 'payload manifests as bigpanda evidence wrote them')
    .option('--released <dir>', 'payload manifests of the last releases, to compare with')
    .option('--diff <old.json>', 'show what differs from a plan that --json printed earlier', requireName)
    .addOption(new Option('--format <format>', 'how the plan is written').choices(['text', 'md', 'json']).default('text'))
    .option('--json', 'the same as --format json: canonical JSON with a digest')
    .option('--no-cache', 'neither read nor keep finished plans')
    .action(async (options: PlanOptions) => {
      const repository = await openRepository(context.workingFolder);
      const payloads = options.evidence === undefined ? undefined : await readPayloads(repository, { now: resolve(context.workingFolder, options.evidence), then: resolve(context.workingFolder, options.released ?? options.evidence) });
      const plan = await planRepository(repository, {
        kind: options.snapshot === true ? 'snapshot' : 'release',
        ...(options.branch === undefined ? {} : { branch: options.branch }),
        ...(payloads === undefined ? {} : { payloads }),
        ...(options.cache ? { cacheFolder: planCache(context) } : {}),
      });
      if (options.diff === undefined) context.write(show(plan, options, context));
      else context.write(showDifferences(await readPlan(resolve(context.workingFolder, options.diff)), plan, options));
    });
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

/** Where finished plans are kept. */
export function planCache(context: Context): string {
  return cacheFolder(context, 'plans');
}

function requireName(value: string): string {
  if (value === '') throw new InvalidArgumentError('Name the file of an earlier plan.');
  return value;
}
