import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { canonicalDigest, canonicalJson, digestedJson, ReleaseError, type ReleasePlan } from '@bigpanda/release-model';
import { diffPlans, openRepository, planRepository } from '@bigpanda/tagger';
import type { OpenedClone } from '@bigpanda/tagger/git-clone';
import type { HistoryLog } from '@bigpanda/tagger/history-log';
import { planCache } from '../../cache-folder.ts';
import type { Context } from '../../context.ts';
import { describeWithdrawn, readWithdrawn } from '../../ledger/withdrawn-releases.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { count } from '../../view/count.ts';
import { isReleased } from '../../view/plan-words.ts';
import { renderDifferencesMarkdown, renderPlanMarkdown } from '../../view/plan-markdown.ts';
import { renderPlan, renderPlanDifferences } from '../../view/plan.ts';
import type { PlanFactFlags } from './plan-facts.ts';
import { chooseFacts, collectPlanNotes } from './plan-notes.ts';
import { readPlanFacts } from './read-plan-facts.ts';

/** What `bigpanda plan` is asked for. */
export interface PlanOptions extends PlanFactFlags {
  readonly snapshot?: true;
  readonly diff?: string;
  readonly format: 'text' | 'md' | 'json';
  readonly json?: true;
  readonly cache: boolean;
  readonly strict?: true;
}

/** A clone that is planned, and which of its files that may have facts are not committed. */
export interface PlannedClone extends OpenedClone {
  readonly log: HistoryLog;
  readonly uncommitted: Promise<readonly string[]>;
}

/** Plans the repository of a clone and writes the plan, or what differs from an earlier one. */
export async function showPlan(clone: PlannedClone, options: PlanOptions, context: Context): Promise<void> {
  const repository = await openRepository(context.workingFolder, clone);
  const facts = await readPlanFacts(repository, options, context);
  const plan = await planRepository(repository, { kind: options.snapshot === true ? 'snapshot' : 'release', ...facts, ...(options.cache ? planCache(context) : {}) });
  const withdrawn = options.snapshot === true ? [] : await readWithdrawn(repositoryFolder(repository.position, context, options.repo), plan.components.map(({ name }) => name));
  const notes = [...collectPlanNotes(repository, plan, { facts, flags: options, uncommitted: chooseFacts(repository, await clone.uncommitted) }), ...withdrawn.map(describeWithdrawn)];
  if (isJson(options)) for (const note of notes) context.writeError(`warning: ${note}\n`);
  if (options.diff === undefined) context.write(show(plan, { options, notes, context, isAssumed: options.branch !== undefined && options.branch !== repository.position.branch }));
  else context.write(showDifferences(await readPlan(resolve(context.workingFolder, options.diff), options.diff), plan, { options, context, file: options.diff }));
  if (options.strict === true) refuse(plan);
}

/** @throws ReleaseError `PLAN_REFUSED` */
function refuse({ components }: ReleasePlan): void {
  const refused = components.filter(({ refusal }) => refusal !== undefined);
  if (refused.length === 0) return;
  throw new ReleaseError('PLAN_REFUSED', `plan: ${refused.length} of ${count(components.filter(isReleased).length, 'release')} ${refused.length === 1 ? 'is' : 'are'} refused: ${refused.map(({ name }) => name).join(', ')}`, { exitStatus: 3, hint: 'Do what the plan says beside each of them.' });
}

interface PlanShow {
  readonly options: PlanOptions;
  readonly notes: readonly string[];
  readonly context: Context;
  /** Whether the branch is not the one that is checked out. */
  readonly isAssumed: boolean;
}

function show(plan: ReleasePlan, { options, notes, context: { colours, columns }, isAssumed }: PlanShow): string {
  if (isJson(options)) return digestedJson('plan', plan);
  const digest = canonicalDigest(plan);
  return options.format === 'md' ? renderPlanMarkdown(plan, { digest, notes, isAssumed }) : renderPlan(plan, { digest, colours, columns, notes, isAssumed });
}

interface DifferencesShow {
  readonly options: PlanOptions;
  readonly context: Context;
  /** The earlier plan as the person named it. */
  readonly file: string;
}

function showDifferences(before: ReleasePlan, after: ReleasePlan, { options, context: { columns }, file }: DifferencesShow): string {
  const differences = diffPlans(before, after);
  if (isJson(options)) return canonicalJson({ before: canonicalDigest(before), after: canonicalDigest(after), differences });
  const same = `Nothing differs from ${file}.`;
  return options.format === 'md' ? renderDifferencesMarkdown(differences, same) : renderPlanDifferences(differences, { same, columns });
}

function isJson({ json, format }: PlanOptions): boolean {
  return json === true || format === 'json';
}

/** A plan that was printed before, its digest checked. */
async function readPlan(path: string, file: string): Promise<ReleasePlan> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ReleaseError('PLAN_MISSING', `read a plan: --diff: ${(cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'cannot read'} "${file}"`, { exitStatus: 2, cause, hint: 'Name the file that you kept with: bigpanda plan --json > plan.json' });
  });
  const { digest, plan } = parsePrinted(text, file);
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
