import { jobColumns } from '../../src/index.ts';
import { isUtcTime, type JobAttribute, type JobAttributes, type JobCondition, type JobSelection, type SpecValue, type ValuePattern } from '@bigpanda/model';

/** What a selection means, said once more without a database: the judge of both. */
export function isSelected(job: JobAttributes, { conditions, since, until }: JobSelection): boolean {
  const time = String(job.modificationTime);
  if ([since, until].some((bound) => bound !== undefined && !isUtcTime(bound))) return false;
  return (since === undefined || time >= since) && (until === undefined || time < until) && conditions.every((condition) => meets(job, condition));
}

/** Jobs in an order; unset values are the lowest, texts go by their characters' numbers, jobs alike by PandaID. */
export function sortJobs(jobs: readonly JobAttributes[], attribute: JobAttribute, direction: 'ascending' | 'descending'): JobAttributes[] {
  const sorted = jobs.toSorted((left, right) => compare(left[attribute], right[attribute]) || Number(left.PandaID) - Number(right.PandaID));
  return direction === 'ascending' ? sorted : sorted.reverse();
}

export function compare(left: SpecValue | undefined, right: SpecValue | undefined): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return typeof left === 'number' && typeof right === 'number' ? left - right : Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}

function meets(job: JobAttributes, { attribute, patterns, isNegated }: JobCondition): boolean {
  return patterns.some((pattern) => isLike(job[attribute], attribute, pattern)) !== (isNegated === true);
}

function isLike(value: SpecValue | undefined, attribute: JobAttribute, pattern: ValuePattern): boolean {
  if (pattern.kind === 'unset') return value === undefined || value === '';
  if (value === undefined) return false;
  if (pattern.kind === 'like') return isDecimal(attribute) ? /^\*+$/.test(pattern.text) : likeExpression(pattern.text).test(String(value));
  const ends = pattern.kind === 'equal' ? [pattern.value, pattern.value] : [pattern.from, pattern.to];
  const [from, to] = ends.map((end) => (end === undefined ? undefined : readAs(attribute, end)));
  if ((ends[0] !== undefined && from === undefined) || (ends[1] !== undefined && to === undefined)) return false;
  return (from === undefined || compare(value, from) >= 0) && (to === undefined || compare(value, to) <= 0);
}

function likeExpression(text: string): RegExp {
  return new RegExp(`^${text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}/]/g, '\\$&')).join('.*')}$`, 'us');
}

function readAs(attribute: JobAttribute, value: SpecValue): SpecValue | undefined {
  const type = jobColumns[attribute];
  if (type === 'datetime') return isUtcTime(String(value)) ? value : undefined;
  if (!/^(bigint|integer|decimal)/.test(type)) return String(value);
  return typeof value === 'number' || /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function isDecimal(attribute: JobAttribute): boolean {
  return jobColumns[attribute].startsWith('decimal');
}
