import type { JournalEntry } from './journal.ts';
import type { ReleaseOrder } from './release-order.ts';
import { stepNames, type StepName } from './step-names.ts';

/** How far a step came, as the journal has it. */
export type StepState = 'waiting' | 'begun' | 'done';

/** A release that is under way. */
export interface ReleaseProgress {
  readonly order: ReleaseOrder;
  readonly steps: Readonly<Record<StepName, StepState>>;
  /** Digests of what was made, by step. */
  readonly digests: Readonly<Partial<Record<StepName, string>>>;
  /** Whether somebody began to take it back. */
  readonly aborting: boolean;
}

/** How far a release came, by its journal; absent where none is under way. */
export function readProgress(entries: readonly JournalEntry[]): ReleaseProgress | undefined {
  const order = entries.find((entry) => entry.entry === 'order')?.order;
  if (order === undefined) return undefined;
  const done = new Map(entries.flatMap((entry) => (entry.entry === 'done' ? [[entry.step, entry.digest] as const] : [])));
  const begun = new Set(entries.flatMap((entry) => (entry.entry === 'begin' ? [entry.step] : [])));
  const stateOf = (step: StepName): StepState => (done.has(step) ? 'done' : begun.has(step) ? 'begun' : 'waiting');
  return {
    order,
    steps: Object.fromEntries(stepNames.map((step) => [step, stateOf(step)])) as Record<StepName, StepState>,
    digests: Object.fromEntries(done),
    aborting: entries.some(({ entry }) => entry === 'abort'),
  };
}
