import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalDigest, type ReleasePlan } from '@bigpanda/release-model';
import { diffPlans, findKeptPlan, openLedger, openManifestFolder, planRepository, readPayloads, type PlannableRepository } from '@bigpanda/tagger';
import { findCacheFolder, planCache } from '../cache-folder.ts';
import { readPlanFacts } from '../command/plan/read-plan-facts.ts';
import type { PlanFactFlags } from '../command/plan/plan-facts.ts';
import type { Context } from '../context.ts';
import { shortStep } from '../view/plan.ts';

/** A plan, and what somebody agreed to. */
export interface ChosenPlan {
  readonly plan: ReleasePlan;
  readonly digest: string;
  /** What became other since a plan that was agreed to and is not the plan now; absent where that plan is not known. */
  readonly differences?: readonly string[];
}

/** The plan now, as its options say; where a digest names the plan with the evidence of `build/evidence`, that one. */
export async function choosePlan(repository: PlannableRepository, { agreed, flags, context }: { readonly agreed: string | undefined; readonly flags: PlanFactFlags; readonly context: Context }): Promise<ChosenPlan> {
  const make = async (facts: Awaited<ReturnType<typeof readPlanFacts>>): Promise<ChosenPlan> => {
    const plan = await planRepository(repository, { kind: 'release', ...facts, ...planCache(context) });
    return { plan, digest: canonicalDigest(plan) };
  };
  const now = await make(await readPlanFacts(repository, flags, context));
  if (agreed === undefined || now.digest.startsWith(agreed)) return now;
  const evidence = join(repository.position.root, 'build/evidence');
  if (flags.evidence === undefined && existsSync(evidence)) {
    const payloads = await readPayloads(repository, { now: openManifestFolder(evidence), then: await openLedger(repository.position) }).catch(() => undefined);
    const compared = payloads === undefined ? undefined : await make({ payloads });
    if (compared?.digest.startsWith(agreed) === true) return compared;
  }
  const folder = findCacheFolder(context, 'plans');
  // One that was shown on this machine before.
  const before = folder === undefined ? undefined : await findKeptPlan(folder, agreed);
  return before === undefined ? now : { ...now, differences: describeDifferences(before, now.plan) };
}

function describeDifferences(before: ReleasePlan, after: ReleasePlan): readonly string[] {
  const changed = diffPlans(before, after).map((difference) => `${difference.name}: ${shortStep(difference.before)} before, ${shortStep(difference.after)} now`);
  const moved = before.head === after.head ? [] : [`"HEAD" went from ${before.head.slice(0, 10)} to ${after.head.slice(0, 10)}`];
  return [...moved, ...changed];
}
