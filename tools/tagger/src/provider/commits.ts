import type { PlanReason } from '@bigpanda/release-model';
import { findBreakingText } from '../breaking-text.ts';
import type { CommitWeight } from '../commit-weigher.ts';
import type { ComponentCommit } from '../component-changes.ts';
import type { EvidenceProvider, EvidenceSubject } from '../evidence-provider.ts';
import { isHeavier } from '../level.ts';
import { findStatedLevel } from '../stated-level.ts';

/** Commits to the component's own folder by what their messages say; commits to what it is made of ask for a patch at most. */
export const provider: EvidenceProvider = {
  title: 'commits',
  collect: (subject) => Promise.all(subject.commits.map((commit) => explain(commit, subject))),
};

async function explain(change: ComponentCommit, subject: EvidenceSubject): Promise<PlanReason> {
  const { commit, own, path } = change;
  const { level, conventional } = await weigh(change, subject);
  const isBundled = own || isInBundle(change, subject);
  const note = subject.reverted.has(commit.id) ? ' (reverted since, or reverts)' : isBundled ? '' : ' (not in its bundles)';
  const library = own ? undefined : subject.component.libraries.find((folder) => path?.startsWith(`${folder}/`));
  return {
    kind: own ? 'commit' : 'library',
    weight: own ? level : !isBundled ? 'none' : isHeavier(level, 'patch') ? 'patch' : level,
    summary: `${commit.message.split('\n')[0] ?? ''}${note}`,
    ...(level === 'major' && conventional && isBundled ? { breaking: findBreakingText(commit.message) } : {}),
    ...(library === undefined ? {} : { library }),
    commit: commit.id,
    ...(path === undefined ? {} : { file: path }),
  };
}

/** Whether a commit to what a component is made of reaches its bundles; a file that no library has, such as the lock file, may reach everything. */
function isInBundle({ commit, path }: ComponentCommit, { payload, component: { inputs } }: EvidenceSubject): boolean {
  const sources = payload?.sources;
  if (sources === undefined || path === undefined || inputs.includes(path)) return true;
  return commit.paths.some((one) => sources.has(one) || inputs.includes(one));
}

async function weigh({ commit }: ComponentCommit, { weigher, reverted, commits, intents, addedBy, component, last, rules }: EvidenceSubject): Promise<CommitWeight> {
  if (reverted.has(commit.id)) return { level: 'none', conventional: false };
  const weight = await weigher.weigh(commit);
  if (weight.conventional) return weight;
  const stated = last === undefined || rules.commits.unconventional === 'none' ? undefined : findStatedLevel(commit.message, last.version);
  if (stated !== undefined) return { level: stated, conventional: false };
  const standsForOthers = commit.parents.length > 1 && commits.some((other) => other.commit.parents.length < 2);
  const isDeclared = intents.some(({ file, levels }) => levels.has(component.name) && addedBy.get(file) === commit.id);
  return standsForOthers || isDeclared ? { level: 'none', conventional: false } : weight;
}
