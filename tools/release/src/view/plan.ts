import { styleText } from 'node:util';
import type { PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import type { PlanDifference } from '@bigpanda/tagger';
import { count, describeBreaking, describeHiddenBreaks, describeNotes, describeReason, describeStaying, headline, isReleased, levelMeanings, levelOf, shaDigits, summariseReasons } from './plan-words.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

const shownReasons = 3;
/** Columns of a terminal that nobody widened. */
const widthColumns = 80;
const leastColumns = 24;

export interface PlanView {
  readonly digest: string;
  readonly colours: boolean;
  /** What else a reader should know. */
  readonly notes?: readonly string[];
}

/** A plan as a person reads it on a terminal: a line for each release, below it what asks for most. */
export function renderPlan(plan: ReleasePlan, { digest, colours, notes = [] }: PlanView): string {
  const style = (kind: 'bold' | 'dim', text: string): string => (colours ? styleText(kind, text, { validateStream: false }) : text);
  const released = plan.components.filter(isReleased);
  const staying = describeStaying(plan);
  const blocks = [
    [style('bold', headline(plan)), ...wrap(`Planned at commit ${plan.head.slice(0, shaDigits)}${plan.branch?.name === undefined ? '' : ` of branch "${plan.branch.name}"`}.`)],
    [...describeNotes(plan), ...notes].flatMap((note) => wrap(note)),
    released.length === 0 ? [] : [renderReleases(plan, released)],
    ...describeHiddenBreaks(plan).map((line) => wrap(line)),
    staying === undefined ? [] : wrap(staying),
    plan.components.flatMap(({ refusal }) => (refusal === undefined ? [] : wrap(`REFUSED: ${refusal.message}. ${refusal.hint}`))),
    ...released.map((component) => explain(component).map((line) => style('dim', line))),
    describeLegend(released, plan),
    [`bigpanda why NAME tells where a version comes from. Digest ${digest.slice(0, 12)}.`],
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** What differs between two plans, one line a component. */
export function renderPlanDifferences(differences: readonly PlanDifference[]): string {
  if (differences.length === 0) return 'Nothing would be different.\n';
  const rows = differences.map(({ name, before, after }) => [name, shortStep(before), '=>', shortStep(after), after === undefined ? '' : printable(summariseReasons(after))]);
  return `${fitTable([['COMPONENT', 'BEFORE', '', 'AFTER', 'BECAUSE'], ...rows])}\n`;
}

function renderReleases(plan: ReleasePlan, released: readonly PlannedComponent[]): string {
  const rows = released.map((component) => [component.name, component.lastVersion ?? '-', plan.kind === 'snapshot' ? component.version : component.nextVersion, levelOf(component), printable(summariseReasons(component))]);
  if (plan.kind === 'snapshot') return renderTable([['COMPONENT', 'RELEASED', 'SNAPSHOT'], ...rows.map((row) => row.slice(0, 3))]);
  return fitTable([['COMPONENT', 'NOW', 'NEXT', 'LEVEL', 'BECAUSE'], ...rows]);
}

/** A table whose last column ends where the terminal does. */
function fitTable(rows: readonly (readonly string[])[]): string {
  const used = rows.reduce<number[]>((found, row) => row.slice(0, -1).map((cell, index) => Math.max(found[index] ?? 0, cell.length)), []).reduce((sum, width) => sum + width + 2, 0);
  return renderTable(rows.map((row) => row.map((cell, index) => (index === row.length - 1 ? fit(cell, Math.max(leastColumns, widthColumns - used)) : cell))));
}

function fit(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

function wrap(text: string, columns = widthColumns): string[] {
  const lines: string[] = [];
  for (const word of printable(text).split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function explain(component: PlannedComponent): string[] {
  const reasons = component.reasons.filter(isEvidence);
  if (reasons.length === 0) return [];
  const rest = reasons.length - shownReasons;
  const title = component.lastVersion === undefined ? `${component.name}: from its newest commits` : `${component.name}: ${count(reasons.length, 'reason')}`;
  return [
    title,
    ...reasons.slice(0, shownReasons).flatMap((reason) => describeDetail(reason, component)),
    ...(rest > 0 && component.lastVersion !== undefined ? [`  and ${rest} more, which --json lists`] : []),
  ];
}

function describeDetail(reason: PlanReason, { lastVersion }: PlannedComponent): string[] {
  const margin = lastVersion === undefined ? '  ' : `  ${reason.weight.padEnd(7)}`;
  const breaking = describeBreaking(reason);
  return [
    fit(`${margin}${(reason.commit ?? '').slice(0, shaDigits).padEnd(shaDigits)}  ${printable(describeReason(reason))}`, widthColumns),
    ...(breaking === undefined ? [] : wrap(breaking, widthColumns - margin.length - shaDigits - 2).map((line) => `${' '.repeat(margin.length + shaDigits + 2)}${line}`)),
  ];
}

/** What can be looked up, not what only says how things stand. */
function isEvidence({ commit, kind }: PlanReason): boolean {
  return commit !== undefined || kind === 'payload' || kind === 'override';
}

function describeLegend(released: readonly PlannedComponent[], { kind }: ReleasePlan): string[] {
  const levels = new Set(released.map(levelOf));
  return kind === 'snapshot' ? [] : Object.entries(levelMeanings).filter(([level]) => levels.has(level)).map(([level, meaning]) => `${level}: ${meaning}`);
}

function shortStep(component: PlannedComponent | undefined): string {
  if (component === undefined) return 'not there';
  if (!isReleased(component)) return component.lastVersion === undefined ? 'not released' : `stays ${component.lastVersion}`;
  return `${component.version} (${levelOf(component)}${component.refusal === undefined ? '' : ', refused'})`;
}
