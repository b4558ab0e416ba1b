import { styleText } from 'node:util';
import type { PlannedComponent, ReleasePlan } from '@bigpanda/release-model';
import { renderTable } from './table.ts';

const shownReasons = 3;

export interface PlanView {
  readonly digest: string;
  readonly colours: boolean;
}

/** A plan as a person reads it: one line a component, its reasons below. */
export function renderPlan(plan: ReleasePlan, { digest, colours }: PlanView): string {
  const dim = (text: string): string => (colours ? styleText('dim', text, { validateStream: false }) : text);
  const bold = (text: string): string => (colours ? styleText('bold', text, { validateStream: false }) : text);
  const head = `Plan of commit ${plan.head.slice(0, 10)}${plan.dirty ? ' with changes that are not committed' : ''}, digest ${digest.slice(0, 12)}`;
  const rows = plan.components.map((component) => [component.name, component.lastVersion ?? 'new', '->', component.version, summariseReasons(component)]);
  const details = plan.components.flatMap((component) => explain(component).map(dim));
  return `${bold(head)}\n\n${renderTable(rows)}\n${details.length === 0 ? '' : `\n${details.join('\n')}\n`}`;
}

/** The one reason that a table has room for. */
export function summariseReasons(component: PlannedComponent): string {
  const [first] = component.reasons.toSorted((left, right) => weigh(right) - weigh(left));
  const others = component.reasons.length - 1;
  return `${first?.summary ?? ''}${others > 0 ? ` (and ${others} more)` : ''}`;
}

function weigh(reason: PlannedComponent['reasons'][number]): number {
  return ['none', 'patch', 'minor', 'major'].indexOf(reason.weight);
}

function explain(component: PlannedComponent): string[] {
  const commits = component.reasons.filter((reason) => reason.commit !== undefined);
  if (commits.length === 0) return [];
  const lines = commits.slice(0, shownReasons).map((reason) => `  ${reason.commit?.slice(0, 10) ?? ''}  ${reason.weight.padEnd(5)}  ${reason.summary}`);
  const rest = commits.length - shownReasons;
  return [component.name, ...lines, ...(rest > 0 ? [`  and ${rest} more; --json lists all`] : [])];
}
