import { jobStates } from '@bigpanda/model';
import type { PageFilter } from '@bigpanda/monitor-contract';
import type { FilterForm } from '../pages/page.ts';

/** Fields of the form of a page that counts jobs. */
const fields: readonly PageFilter[] = [
  { name: 'hours', title: 'Last hours', kind: 'number' },
  { name: 'vo', title: 'VO', kind: 'text' },
  { name: 'cloud', title: 'Cloud', kind: 'text' },
  { name: 'computingsite', title: 'Site', kind: 'text' },
  { name: 'produsername', title: 'User', kind: 'text' },
];

/** Further fields of the form of the list of jobs. */
export const moreFields: readonly PageFilter[] = [
  { name: 'days', title: 'Last days, or all', kind: 'text' },
  { name: 'date_from', title: 'Changed from', kind: 'text' },
  { name: 'date_to', title: 'Changed to', kind: 'text' },
  { name: 'jobtype', title: 'Kind of jobs', kind: 'choice', choices: ['analysis', 'production', 'test'] },
  { name: 'cloud', title: 'Cloud', kind: 'text' },
  { name: 'jeditaskid', title: 'Task', kind: 'text' },
  { name: 'jobsetid', title: 'Job set', kind: 'text' },
  { name: 'prodsourcelabel', title: 'Type', kind: 'text' },
  { name: 'processingtype', title: 'Processing', kind: 'text' },
  { name: 'transformation', title: 'Transformation', kind: 'text' },
  { name: 'workinggroup', title: 'Working group', kind: 'text' },
  { name: 'modificationhost', title: 'Worker node', kind: 'text' },
  { name: 'piloterrorcode', title: 'Pilot error', kind: 'text' },
  { name: 'transexitcode', title: 'Exit code', kind: 'text' },
  { name: 'priorityrange', title: 'Priority from:to', kind: 'text' },
  { name: 'sortby', title: 'Sorted by', kind: 'text' },
];

/** The form of a page that counts jobs: its usual fields, and one for every other filter that holds; the hours that hold without being told stand faintly in their field. */
export function selectionForm(path: string, parameters: Readonly<Record<string, string>>, usualHours: number): FilterForm {
  const first = fields.map((field) => (field.name === 'hours' ? { ...field, default: String(usualHours) } : field));
  const shown = new Set(fields.map(({ name }) => name));
  const others = Object.keys(parameters).filter((name) => !shown.has(name) && name !== 'sortby').map((name): PageFilter => (name === 'jobstatus' && jobStates.some((state) => state === parameters[name]) ? { name, title: 'State', kind: 'choice', choices: jobStates } : { name, title: name, kind: 'text' }));
  return { path, filters: [...first, ...others], parameters };
}
