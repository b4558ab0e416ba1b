import { styleText } from 'node:util';
import type { PlannedComponent } from '@bigpanda/release-model';
import { summariseReasons } from './plan-words.ts';
import { formatFingerprint, formatSize, renderTable } from './table.ts';

export interface SummaryRow {
  readonly name: string;
  readonly version: string;
  readonly component: PlannedComponent;
  readonly sizeBytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Whether this run built it. */
  readonly isNew: boolean;
  /** Whether it makes the repository known to a machine. */
  readonly isRelease?: true;
}

export interface Summary {
  readonly channel: string;
  readonly target: string;
  /** Id of the snapshot that the channel points at. */
  readonly snapshot: string;
  readonly changed: boolean;
  readonly dirty: boolean;
  readonly rows: readonly SummaryRow[];
  /** URL of the release package for a sysadmin's first command; absent where the channel has none. */
  readonly releaseUrl?: string;
  readonly fingerprint: string;
  /** Packages of the channel, each with its digest and signature checked. */
  readonly verifiedPackages: number;
  /** Options to repeat when the repository is not the default one, such as `--repo DIR`. */
  readonly repoOption: string;
}

const digestDigits = 12;

/** What a run published, and the lines to paste next. */
export function renderSummary(summary: Summary, colours: boolean): string {
  const paint = (style: 'bold' | 'dim' | 'green' | 'yellow', text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text);
  const table = renderTable([
    ['package', 'version', 'size', 'sha256', 'why'],
    ...summary.rows.map((row) => [row.name, row.version, formatSize(row.sizeBytes), row.sha256.slice(0, digestDigits), whyOf(row, summary.changed)]),
  ]).split('\n');
  const [head = '', ...rows] = table;
  return [
    paint('green', headline(summary)),
    ...(summary.dirty ? [paint('yellow', 'Warning: the working tree has changes that are not committed; packages with ".d" in their version hold them.')] : []),
    '',
    `  ${paint('dim', head)}`,
    ...rows.map((row) => `  ${row}`),
    '',
    ...nextSteps(summary).map(([title, ...lines]) => `${paint('bold', (title ?? '').padEnd(12))}${lines.join(`\n${' '.repeat(12)}`)}`),
    '',
  ].join('\n');
}

function headline({ rows, changed, channel, target, snapshot, verifiedPackages }: Summary): string {
  const fresh = rows.filter((row) => row.isNew).length;
  const verified = `${verifiedPackages} ${verifiedPackages === 1 ? 'package' : 'packages'} and all metadata verified`;
  return changed
    ? `Published ${fresh} new ${fresh === 1 ? 'package' : 'packages'} to "${channel}" for ${target}: snapshot ${snapshot}, ${verified}`
    : `Nothing changed: "${channel}" for ${target} has it all already: snapshot ${snapshot}, ${verified}`;
}

function whyOf(row: SummaryRow, changed: boolean): string {
  return changed && !row.isNew ? 'unchanged, kept' : newestCommit(row.component) ?? summariseReasons(row.component);
}

/** What is told of a component that was never released. */
function newestCommit({ reasons, lastVersion }: PlannedComponent): string | undefined {
  const newest = lastVersion === undefined ? reasons.find(({ commit, kind }) => commit !== undefined && (kind === 'commit' || kind === 'library')) : undefined;
  return newest === undefined ? undefined : `${newest.summary} (never released)`;
}

/** Main packages of the components in the table: what a machine installs. */
function mainPackages({ rows }: Summary): string[] {
  return rows.filter(({ name, component, isRelease }) => name === component.name && isRelease !== true).map(({ name }) => name);
}

function nextSteps(summary: Summary): string[][] {
  const names = mainPackages(summary);
  const [first] = names;
  const further = renderTable([
    ['npx bigpanda plan', 'why each component has its version'],
    [`npx bigpanda repo log${summary.repoOption}`, 'what was published, and when'],
    ...(first === undefined ? [] : [[`npx nx show project ${first}`, 'what can be run for a component']]),
    ['docs/instance.md', 'server and monitor from this repository'],
  ]);
  const install = [
    ...(summary.releaseUrl === undefined ? [] : [`sudo dnf install ${summary.releaseUrl}`]),
    ...(names.length === 0 ? [] : [`sudo dnf install ${names.join(' ')}`]),
  ];
  return [
    ['Serve it', `npx bigpanda repo serve${summary.repoOption}`],
    ...(install.length === 0 ? [] : [['Install it', ...install]]),
    ['Key', formatFingerprint(summary.fingerprint), 'dnf shows this fingerprint and asks before it trusts the key'],
    ['Go on with', ...further.split('\n')],
  ];
}
