import { taskColumns, type TaskColumn } from '@bigpanda/datastore';
import { taskTones, type PageCell, type PageColumn, type PageTable, type RowValue } from '@bigpanda/monitor-contract';
import type { WantedFormat } from '../../request/wanted-format.ts';
import { exactFilter, jobsHref } from '../../selection/job-address.ts';
import { subjectHref } from '../../view/subject-href.ts';
import type { TaskRecord } from './task-record.ts';

const columns: readonly PageColumn[] = [
  { key: 'jeditaskid', title: 'Task' }, { key: 'taskname', title: 'Name', kind: 'long' }, { key: 'status', title: 'Status', kind: 'state' }, { key: 'username', title: 'User' }, { key: 'processingtype', title: 'Processing' },
  { key: 'nfiles', title: 'Files', kind: 'number' }, { key: 'nfilesfinished', title: 'Finished', kind: 'number' }, { key: 'nfilesfailed', title: 'Failed', kind: 'number' }, { key: 'pctfinished', title: 'Done %', kind: 'number' },
  { key: 'jobs', title: 'Jobs' }, { key: 'creationdate', title: 'Created', kind: 'time' }, { key: 'modificationtime', title: 'Changed', kind: 'time' }, { key: 'errordialog', title: 'What it says', kind: 'long' },
];

/** What has to be read of the tasks of such a table: everything for a JSON, else what the table shows. */
export function columnsFor(format: WantedFormat): readonly TaskColumn[] {
  return format === 'json' ? taskColumns : taskColumns.filter((name) => columns.some(({ key }) => key === name.toLowerCase()));
}

/** Tasks as a table, each linked to its page and to its jobs. */
export function taskTable(tasks: readonly TaskRecord[], { caption }: { readonly caption: string }): PageTable {
  const shown = columns.filter(({ key }) => key !== 'errordialog' || tasks.some((task) => (plain(task[key]) ?? '') !== ''));
  return { key: 'tasks', caption, columns: shown, tones: taskTones, rows: tasks.map((task) => shown.map(({ key }) => cellOf(task, key))), empty: 'No task matches.' };
}

function cellOf(task: TaskRecord, key: string): PageCell {
  const id = plain(task['jeditaskid']) ?? '';
  if (key === 'jobs') return { value: 'jobs', href: jobsHref({ jeditaskid: id }) };
  const value = plain(task[key]);
  if (value === null || value === '') return null;
  if (key === 'jeditaskid') return { value, href: `/task/${encodeURIComponent(value)}/` };
  if (key === 'status') return { value, href: `/tasks/?status=${encodeURIComponent(exactFilter(value))}` };
  const href = key === 'username' ? subjectHref('produsername', value) : undefined;
  return href === undefined ? value : { value, href };
}

/** A value of a record that stands in a cell. */
export function plain(value: TaskRecord[string] | undefined): RowValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
