import type { NamesRecord } from './record.ts';

export interface NamesSummary {
  /** Empty when the job names no task. */
  readonly task: string;
  readonly processInstance: string;
  /** Everything that the job says, by name without `PIPELINE_`. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** The pipeline of one job. */
export function summarise(records: readonly NamesRecord[]): NamesSummary {
  const names = records[0]?.names ?? [];
  const valueOf = (wanted: string): string => names.find(([name]) => name === wanted)?.[1] ?? '';
  return {
    task: valueOf('PIPELINE_TASK'),
    processInstance: valueOf('PIPELINE_PROCESSINSTANCE'),
    facts: names.map(([name, value]) => ({ name: name.replace(/^PIPELINE_/, '').toLowerCase().replaceAll('_', ' '), value })),
  };
}
