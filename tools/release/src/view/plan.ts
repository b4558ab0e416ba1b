import { styleText } from 'node:util';
import type { PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import type { PlanDifference } from '@bigpanda/tagger';
import { count } from './count.ts';
import { describeBreaking, describeHiddenBreaks, describeNotes, describePlace, describeReason, describeRefusals, describeRelease, describeStaying, describeZero, headline, isReleased, levelMeanings, levelOf, levelWord, shaDigits, summariseReasons } from './plan-words.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';
import { fit, wrap } from './wrap.ts';

const shownReasons = 3;
const leastColumns = 24;

export interface PlanView {
  readonly digest: string;
  readonly colours: boolean;
  /** Width of the terminal; nothing is cut without one. */
  readonly columns?: number | undefined;
  /** What else a reader should know. */
  readonly notes?: readonly string[];
  /** Whether the branch of the plan is not the one that is checked out. */
  readonly isAssumed?: boolean;
}

/** A plan as a person reads it on a terminal: a line for each release, below it what asks for most. */
export function renderPlan(plan: ReleasePlan, { digest, colours, columns, notes = [], isAssumed = false }: PlanView): string {
  const style = (kind: 'bold' | 'dim', text: string): string => (colours ? styleText(kind, text, { validateStream: false }) : text);
  const released = plan.components.filter(isReleased);
  const told = (texts: readonly string[]): string[] => texts.flatMap((text) => wrap(text, columns));
  const release = describeRelease(plan, digest);
  const blocks = [
    [style('bold', headline(plan)), ...told([describePlace(plan, isAssumed)])],
    told([...describeNotes(plan), ...notes]),
    released.length === 0 ? [] : [renderReleases(plan, { released, columns })],
    ...describeHiddenBreaks(plan).map((text) => told([text])),
    told(describeStaying(plan)),
    ...describeRefusals(plan).map((text) => told([text])),
    ...explainAlike(released, columns).map((lines) => lines.map((line) => style('dim', line))),
    describeLegend(released, plan),
    release === undefined ? [] : [release.words, `  ${release.command}`],
    told([`bigpanda why NAME tells where a version comes from. Digest ${digest.slice(0, 12)}.`]),
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

export interface DifferencesView {
  /** What is said where nothing differs. */
  readonly same?: string;
  readonly columns?: number | undefined;
}

/** What differs between two plans, one line a component. */
export function renderPlanDifferences(differences: readonly PlanDifference[], { same = 'Nothing would be different.', columns }: DifferencesView = {}): string {
  if (differences.length === 0) return `${same}\n`;
  const rows = differences.map(({ name, before, after }) => [name, shortStep(before), '=>', shortStep(after), after === undefined ? '' : printable(summariseReasons(after))]);
  const notes = describeZero(differences.flatMap(({ after }) => after ?? []));
  return [fitTable([['COMPONENT', 'BEFORE', '', 'AFTER', 'BECAUSE'], ...rows], columns), ...notes.flatMap((note) => wrap(note, columns)), ''].join('\n');
}

/** What becomes of a component, in a few words. */
export function shortStep(component: PlannedComponent | undefined): string {
  if (component === undefined) return 'not there';
  if (!isReleased(component)) return component.lastVersion === undefined ? 'not released' : `stays ${component.lastVersion}`;
  return `${component.version} (${levelOf(component)}${component.refusal === undefined ? '' : ', refused'})`;
}

interface ReleasesView {
  readonly released: readonly PlannedComponent[];
  readonly columns: number | undefined;
}

function renderReleases(plan: ReleasePlan, { released, columns }: ReleasesView): string {
  const rows = released.map((component) => [component.name, component.lastVersion ?? '-', plan.kind === 'snapshot' ? component.version : component.nextVersion, levelWord(component), printable(summariseReasons(component))]);
  if (plan.kind === 'snapshot') return renderTable([['COMPONENT', 'RELEASED', 'SNAPSHOT'], ...rows.map((row) => row.slice(0, 3))]);
  return fitTable([['COMPONENT', 'NOW', 'NEXT', 'LEVEL', 'BECAUSE'], ...rows], columns);
}

/** A table whose last column ends where the terminal does. */
function fitTable(rows: readonly (readonly string[])[], columns: number | undefined): string {
  const used = rows.reduce<number[]>((found, row) => row.slice(0, -1).map((cell, index) => Math.max(found[index] ?? 0, cell.length)), []).reduce((sum, width) => sum + width + 2, 0);
  return renderTable(rows.map((row) => row.map((cell, index) => (index === row.length - 1 && columns !== undefined ? fit(cell, Math.max(leastColumns, columns - used)) : cell))));
}

/** The reasons of each component; those that have the same ones are told once. */
function explainAlike(released: readonly PlannedComponent[], columns: number | undefined): string[][] {
  const explained = released.flatMap((component) => {
    const reasons = component.reasons.filter(isEvidence);
    return reasons.length === 0 ? [] : [{ name: component.name, title: titleOf(component, reasons.length), lines: explain(component, reasons, columns) }];
  });
  return [...Map.groupBy(explained, ({ title, lines }) => [title, ...lines].join('\n')).values()].map((alike) => [
    ...wrap(`${alike.map(({ name }) => name).join(', ')}: ${alike[0]?.title ?? ''}`, columns),
    ...alike[0]?.lines ?? [],
  ]);
}

/** What stands above the reasons of a component. Before its first release they are its newest commits. */
export function titleOf({ lastVersion, commits }: PlannedComponent, reasons: number): string {
  return lastVersion === undefined ? `the newest of ${count(commits, 'commit')}, those that ask for most first` : count(reasons, 'reason');
}

function explain(component: PlannedComponent, reasons: readonly PlanReason[], columns: number | undefined): string[] {
  const rest = reasons.length - shownReasons;
  return [
    ...reasons.slice(0, shownReasons).flatMap((reason) => describeDetail(reason, component, columns)),
    ...(rest > 0 ? [`  and ${component.lastVersion === undefined ? `${component.commits - shownReasons} more` : `${rest} more, which --json lists`}`] : []),
  ];
}

function describeDetail(reason: PlanReason, { lastVersion }: PlannedComponent, columns: number | undefined): string[] {
  const weight = lastVersion === undefined ? '' : reason.weight.padEnd(7);
  const margin = `  ${weight}${(reason.commit ?? '').slice(0, shaDigits).padEnd(shaDigits)}  `;
  const breaking = describeBreaking(reason);
  return [
    fit(`${margin}${printable(describeReason(reason))}`, columns),
    ...(breaking === undefined ? [] : wrap(breaking, (columns ?? Infinity) - margin.length).map((line) => `${' '.repeat(margin.length)}${line}`)),
  ];
}

/** What can be looked up, not what only says how things stand. */
export function isEvidence({ commit, kind }: PlanReason): boolean {
  return commit !== undefined || kind === 'payload' || kind === 'override';
}

function describeLegend(released: readonly PlannedComponent[], { kind }: ReleasePlan): string[] {
  const levels = new Set(released.map(levelWord));
  return kind === 'snapshot' ? [] : Object.entries(levelMeanings).filter(([level]) => levels.has(level)).map(([level, meaning]) => `${level}: ${meaning}`);
}
