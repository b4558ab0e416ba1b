import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import { listCommits, type CommitMessage } from '../commit-list.ts';
import type { FindingDraft } from '../finding.ts';
import { documentationOf } from '../rules/documentation.ts';
import { rootFolder } from '../workspace.ts';

/** Types of the Conventional Commits convention that our plan knows (@commitlint/config-conventional has the same). */
const types = ['build', 'chore', 'ci', 'docs', 'feat', 'fix', 'perf', 'refactor', 'revert', 'style', 'test'];
const headerLength = 100;
const bodyLength = 120;

interface Advice {
  readonly rule: string;
  readonly summary: string;
  /** What is wrong, and on which line; undefined when nothing is. */
  readonly judge: (commit: ParsedCommit) => { readonly message: string; readonly line?: number } | undefined;
}

interface ParsedCommit {
  readonly lines: readonly string[];
  readonly header: string;
  readonly type: string | undefined;
  readonly subject: string | undefined;
}

const advices: readonly Advice[] = [
  {
    rule: 'commit-form', summary: 'A commit message begins `type(scope): subject`, so that the plan knows what a commit means',
    judge: ({ type, subject }) => (type === undefined || subject === undefined ? { message: 'read the message: it does not begin "type(scope): subject"' } : undefined),
  },
  {
    rule: 'commit-type', summary: `The type of a commit is one of ${types.map((type) => `\`${type}\``).join(', ')}`,
    judge: ({ type }) => (type !== undefined && !types.includes(type) ? { message: `read the message: "${type}" is no type of commit` } : undefined),
  },
  {
    rule: 'commit-length', summary: `The first line of a commit message has at most ${headerLength} characters, the others ${bodyLength} unless they hold an address`,
    judge: ({ header, lines }) => {
      if (header.length > headerLength) return { message: `read the message: found ${header.length} characters in its first line; at most ${headerLength} are shown` };
      const long = lines.findIndex((line, index) => index > 0 && line.length > bodyLength && !line.includes('://'));
      return long < 0 ? undefined : { message: `read the message: found ${lines[long]?.length ?? 0} characters in a line; at most ${bodyLength} are readable`, line: long + 1 };
    },
  },
  {
    rule: 'commit-full-stop', summary: 'The first line of a commit message does not end in a full stop',
    judge: ({ header }) => (/[^.]\.$/u.test(header) ? { message: 'read the message: its first line ends in a full stop' } : undefined),
  },
  {
    rule: 'commit-blank-line', summary: 'The second line of a commit message is empty',
    judge: ({ lines }) => (lines.length > 1 && lines[1]?.trim() !== '' ? { message: 'read the message: its second line is not empty', line: 2 } : undefined),
  },
  {
    rule: 'commit-unfinished', summary: 'Commits that ask to be melted into others (`fixup!`, `squash!`, `WIP`) are, before they are published',
    judge: ({ header }) => (/^(?:fixup!|squash!|amend!|wip\b)/iu.test(header) ? { message: 'read the message: the commit is not meant to stay' } : undefined),
  },
];

/** Commit messages: advice, so that the plan and its notes read well; nothing fails because of them. */
export const checker: Checker = {
  title: 'Commit messages',
  listRules: async () => advices.map(({ rule, summary }): RuleDescription => ({ rule: `bigpanda/${rule}`, severity: 'warning', summary })),
  check,
};

async function check({ workspace, folders, since }: CheckScope): Promise<readonly FindingDraft[]> {
  const commits = folders.includes(rootFolder) ? listCommits(workspace.root, since) : [];
  if (commits.length === 0) return [];
  const { CommitParser } = await import('conventional-commits-parser');
  const parser = new CommitParser({ headerPattern: /^(\w*)(?:\(([^()]*)\))?!?: (.*)$/u, headerCorrespondence: ['type', 'scope', 'subject'] });
  return commits.flatMap((commit) => {
    const lines = commit.message.split('\n');
    const [header = ''] = lines;
    // Git and its hosts write these.
    if (/^(?:Revert "|Merge )/u.test(header) || header === '') return [];
    const { type, subject } = parser.parse(header);
    return judgeCommit(commit, { lines, header, type: type ?? undefined, subject: subject ?? undefined });
  });
}

function judgeCommit({ id }: CommitMessage, commit: ParsedCommit): FindingDraft[] {
  const isUnfinished = /^(?:fixup!|squash!|amend!|wip\b)/iu.test(commit.header);
  return advices.flatMap(({ rule, judge }): FindingDraft[] => {
    const found = isUnfinished && rule !== 'commit-unfinished' ? undefined : judge(commit);
    if (found === undefined) return [];
    const { message, line = 1 } = found;
    const sourceLine = commit.lines[line - 1] ?? '';
    const range = { line, column: 1, endLine: line, endColumn: sourceLine.length + 1 };
    return [{ rule: `bigpanda/${rule}`, severity: 'warning', message, file: `commit/${id.slice(0, 12)}`, range, sourceLine, documentation: documentationOf(rule) }];
  });
}
