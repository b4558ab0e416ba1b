import type { Command } from 'commander';
import { bumps, canonicalJson, ReleaseError, type Bump } from '@bigpanda/release-model';
import { diffPlans, openRepository, planRelease, readGit, readPlanInput, type PlanInput } from '@bigpanda/tagger';
import type { Context } from '../context.ts';
import { renderPlanDifferences } from '../view/plan.ts';
import { wrap } from '../view/wrap.ts';
import { addPlanFacts, type PlanFactFlags } from './plan/plan-facts.ts';
import { describeForeignTags } from './plan/plan-notes.ts';
import { readPlanFacts } from './plan/read-plan-facts.ts';
import { requireComponent } from './why.ts';
import { collect } from '../repeated-option.ts';

interface WhatIfOptions extends PlanFactFlags {
  readonly drop?: readonly string[];
  readonly as?: string;
  readonly json?: true;
}

export function defineWhatIfCommand(command: Command, context: Context): void {
  addPlanFacts(command.argument('[name...]', 'RPM names of the components that get the level of --as'))
    .option('--drop <commit>', 'leave this commit out, by its digits or as git names it; may be given several times', collect)
    .option('--as <level>', `level: ${bumps.join(', ')}`)
    .option('--json', 'print the differences as JSON')
    .action(async (names: readonly string[], options: WhatIfOptions) => {
      const repository = await openRepository(context.workingFolder);
      for (const name of names) requireComponent(repository, name);
      const input = await readPlanInput(repository, { kind: 'release', ...await readPlanFacts(repository, options, context) });
      const level = parseQuestion(names, options);
      const dropped = await Promise.all((options.drop ?? []).map((text) => findDropped(input, text, repository.position.root)));
      const assume = { dropped: new Set(dropped), levels: new Map(level === undefined ? [] : names.map((name) => [name, level])) };
      const plan = await planRelease(input);
      const differences = diffPlans(plan, await planRelease({ ...input, assume }));
      const isNew = plan.components.filter(({ name, lastVersion }) => names.includes(name) && lastVersion === undefined);
      const careful = describeForeignTags(repository, plan);
      const notes = [...isNew.map(({ name, nextVersion }) => `${name} was never released: it begins at ${nextVersion}, whatever its level.`), ...careful];
      if (options.json === true) for (const note of careful) context.writeError(`warning: ${note}\n`);
      context.write(options.json === true ? canonicalJson({ differences }) : [renderPlanDifferences(differences, { columns: context.columns }), ...notes.map((note) => `${wrap(note, context.columns).join('\n')}\n`)].join(''));
    });
}

function parseQuestion(names: readonly string[], { drop = [], as }: WhatIfOptions): Bump | undefined {
  const level = bumps.find((bump) => bump === as);
  if (as !== undefined && level === undefined) throw new ReleaseError('LEVEL_UNKNOWN', `ask what if: "${as}" is not one of ${bumps.join(', ')}`, { exitStatus: 2, hint: 'For example: bigpanda what-if --as major panda-server' });
  if (level !== undefined && names.length === 0) throw new ReleaseError('QUESTION_INCOMPLETE', 'ask what if: --as needs the names of components', { exitStatus: 2, hint: `For example: bigpanda what-if --as ${level} panda-server` });
  if ((level === undefined) !== (names.length === 0) || (level === undefined && drop.length === 0)) {
    throw new ReleaseError('QUESTION_INCOMPLETE', 'ask what if: a level needs the names of components, names need a level, and a question needs one of --as and --drop', { exitStatus: 2, hint: 'For example: bigpanda what-if --as major panda-server, or bigpanda what-if --drop 1a2b3c4d' });
  }
  return level;
}

/** By its first digits, or by a name of git's such as `HEAD~1`. */
async function findDropped({ history: { commits } }: PlanInput, text: string, root: string): Promise<string> {
  const found = commits.filter(({ id }) => text.length >= 4 && id.startsWith(text));
  const [only, ...others] = found.length > 0 ? found : await findNamed(commits, text, root);
  if (only !== undefined && others.length === 0) return only.id;
  throw new ReleaseError('COMMIT_UNKNOWN', `ask what if: "${text}" is ${found.length === 0 ? 'no commit' : `the beginning of ${found.length} commits`} since the last releases`, { exitStatus: 2, hint: found.length === 0 ? 'Name a commit that is part of this branch and of no last release; git log lists them.' : 'Give more digits of the commit.' });
}

async function findNamed<One extends { readonly id: string }>(commits: readonly One[], name: string, root: string): Promise<One[]> {
  const named = await readGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).catch(() => '');
  return commits.filter(({ id }) => id === named.trim());
}
