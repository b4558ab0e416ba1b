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
  const library = own ? undefined : subject.component.libraries.find((folder) => path?.startsWith(`${folder}/`));
  return {
    kind: own ? 'commit' : 'library',
    weight: own ? level : !isBundled ? 'none' : isHeavier(level, 'patch') ? 'patch' : level,
    summary: summarise(change, subject, isBundled),
    ...(level === 'major' && conventional && isBundled ? { breaking: findBreakingText(commit.message) } : {}),
    ...(library === undefined ? {} : { library }),
    commit: commit.id,
    ...(path === undefined ? {} : { file: path }),
  };
}

/** The subject of a commit; of a revert and of what it reverts, what they are to each other. */
function summarise({ commit }: ComponentCommit, { reverted, commits }: EvidenceSubject, isBundled: boolean): string {
  const own = subjectOf(commit.message);
  const partner = commits.find((other) => other.commit.id === reverted.get(commit.id))?.commit;
  if (partner === undefined) return `${own}${isBundled ? '' : ' (not in its bundles)'}`;
  const isRevert = commits.findIndex((other) => other.commit.id === commit.id) < commits.findIndex((other) => other.commit.id === partner.id);
  return isRevert ? `takes back "${subjectOf(partner.message)}"; together they weigh nothing` : `${own} (taken back by ${partner.id.slice(0, 10)}; together they weigh nothing)`;
}

function subjectOf(message: string): string {
  return message.split('\n')[0] ?? '';
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
