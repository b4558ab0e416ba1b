import { generateNotes } from '@semantic-release/release-notes-generator';
import type { PlanReason } from '@bigpanda/release-model';
import type { VersionRules } from '@bigpanda/tagger';
import type { ReleasedComponent } from '../transaction/release-order.ts';

export interface NotesInput {
  readonly component: ReleasedComponent;
  /** Messages by commit, of all commits that the plan names. */
  readonly messages: ReadonlyMap<string, string>;
  readonly rules: VersionRules;
  /** Where the project lives; commits and issues are linked only where that is a repository. */
  readonly url: string;
  /** Day of the release, `2026-11-22`. */
  readonly day: string;
}

/** The preset that the analyzer takes, and the last release of it that the generator's writer can render. */
const analyzerPreset = 'conventionalcommits';
const generatorPreset = 'conventionalcommits-9';

/** A header of the convention (conventionalcommits.org), by which the generator sorts. */
const conventional = /^\w+(?:\([^)]*\))?!?: /;

/**
 * What a release tells of a component, in markdown: what semantic-release's generator makes of the commits, with declared changes before and messages in no
 * convention after. Always the same for the same input.
 */
export async function writeNotes({ component, messages, rules, url, day }: NotesInput): Promise<string> {
  const commits = listCommits(component).flatMap((hash) => ({ hash, message: messages.get(hash) ?? '' }));
  const isRepository = /^https?:\/\/[^/]+\/[^/]+\/[^/]+/.test(url);
  const { preset, presetConfig, parserOpts } = rules.commits;
  const generated = await generateNotes(
    {
      preset: preset === analyzerPreset ? generatorPreset : preset, linkCompare: isRepository && component.lastTag !== undefined, linkReferences: isRepository,
      ...(presetConfig === undefined ? {} : { presetConfig }), ...(parserOpts === undefined ? {} : { parserOpts }),
      // The generator would state the day on which it runs.
      writerOpts: { formatDate: () => day },
    },
    {
      cwd: import.meta.dirname, commits,
      lastRelease: component.lastTag === undefined ? {} : { gitTag: component.lastTag, version: component.lastVersion ?? '' },
      nextRelease: { gitTag: component.releaseTag, version: component.nextVersion },
      options: { repositoryUrl: url },
    },
  );
  const [head = '', ...rest] = generated.trim().split('\n');
  const prose = commits.map(({ message }) => message.split('\n')[0] ?? '').filter((subject) => subject !== '' && !conventional.test(subject));
  return [head, ...listSection('Declared', declaredTexts(component)), ...rest, ...listSection('Other changes', prose), ''].join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

/** The commits that speak for a release, newest first as the plan has them. */
export function listCommits({ reasons }: Pick<ReleasedComponent, 'reasons'>): readonly string[] {
  const telling = reasons.filter(({ kind, weight, commit }) => (kind === 'commit' || kind === 'library') && weight !== 'none' && commit !== undefined);
  return [...new Set(telling.flatMap(({ commit }) => commit ?? []))];
}

/** Keys of the issues that a release settles, sorted. */
export function listIssues({ reasons }: Pick<ReleasedComponent, 'reasons'>): readonly string[] {
  return [...new Set(reasons.filter(({ kind }) => kind === 'issue').map(({ summary }) => summary))].sort();
}

/** The lines of `%changelog`: one for each change that asks for something. */
export function writeChangelogText({ reasons, lastVersion }: Pick<ReleasedComponent, 'reasons' | 'lastVersion'>): string {
  const told = reasons.filter(({ kind, weight }) => weight !== 'none' && kind !== 'first-release' && kind !== 'published');
  const lines = [...new Set(told.map((reason) => `- ${oneLine(reason)}`))];
  return [...(lastVersion === undefined ? ['- First release'] : []), ...(lines.length === 0 && lastVersion !== undefined ? ['- Rebuilt'] : lines)].join('\n');
}

function oneLine({ summary, commit }: PlanReason): string {
  return `${summary.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()}${commit === undefined ? '' : ` (${commit.slice(0, 10)})`}`;
}

function declaredTexts({ reasons }: ReleasedComponent): readonly string[] {
  return reasons.filter(({ kind }) => kind === 'intent' || kind === 'override').map(({ summary }) => summary);
}

function listSection(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `### ${title}`, '', ...lines.map((line) => `* ${line}`), ''];
}
