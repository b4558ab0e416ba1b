import { InvalidArgumentError, Option, type Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model/release-error';
import { openClone } from '@bigpanda/tagger/git-clone';
import { HistoryLog } from '@bigpanda/tagger/history-log';
import { findUncommittedFacts } from '@bigpanda/tagger/uncommitted-files';
import type { Context } from '../context.ts';
import { markAtOnce } from '../memory-limits.ts';
import { addPlanFacts } from './plan/plan-facts.ts';
import type { PlanOptions } from './plan/show-plan.ts';

export function definePlanCommand(command: Command, context: Context): void {
  addPlanFacts(command.argument('[name...]').usage('[options]'))
    .option('--snapshot', 'show what every component is at this commit, as snapshot versions')
    .option('--diff <old.json>', 'show what differs from a plan that --json printed earlier', requireName)
    .addOption(new Option('--format <format>', 'how the plan is written').choices(['text', 'md', 'json']).default('text'))
    .option('--json', 'the same as --format json: canonical JSON with a digest')
    .option('--strict', 'end with status 3 where a release is refused')
    .option('--no-cache', 'neither read nor keep finished plans')
    .hook('preAction', markAtOnce)
    .action(async (names: readonly string[], options: PlanOptions) => {
      const [name] = names;
      if (name !== undefined) throw new ReleaseError('PLAN_WITH_NAME', `plan: "${name}" is too much: a plan is of all components`, { exitStatus: 2, hint: `For one component: bigpanda why ${name}` });
      // Git reads while the planner is loaded: each takes about as long as the plan.
      const log = new HistoryLog(context.workingFolder, 'HEAD');
      const clone = openClone(context.workingFolder);
      const uncommitted = options.snapshot === true ? Promise.resolve([]) : findUncommittedFacts(context.workingFolder);
      const planning = import('./plan/show-plan.ts').then(({ showPlan }) => showPlan({ ...clone, log, uncommitted }, options, context));
      await Promise.all([clone.position, clone.tags, clone.files, uncommitted, planning]);
    });
}

function requireName(value: string): string {
  if (value === '') throw new InvalidArgumentError('Name the file of an earlier plan.');
  return value;
}
