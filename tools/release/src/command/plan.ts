import type { Command } from 'commander';
import { canonicalDigest, canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { renderPlan } from '../view/plan.ts';
import { planWorkspace } from '../workspace.ts';

export function addPlanCommand(program: Command, context: Context): void {
  program
    .command('plan')
    .description('Show the version of every component at this commit, and why; writes nothing')
    .option('--json', 'print the plan as canonical JSON with its digest')
    .action(async (options: { readonly json?: true }) => {
      const { plan } = await planWorkspace(context.workingFolder);
      const digest = canonicalDigest(plan);
      context.write(options.json === true ? canonicalJson({ digest, plan }) : renderPlan(plan, { digest, colours: context.colours }));
    });
}
