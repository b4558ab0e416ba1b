import { isUtcTime, PandaError } from '@bigpanda/model';
import { isNumberColumn } from '../schema/column-type.ts';
import type { SelectionColumn } from './selection-column.ts';

/** A place between two jobs in a list. */
export interface JobCursor {
  /** Which side of the place is wanted. */
  readonly side: 'after' | 'before';
  /** What the list is in order by, of the job at the place; `null` where it is unset. */
  readonly value: string | number | null;
  readonly pandaId: number;
}

const longestCursor = 4_000;

/** The text of a place, for addresses. */
export function formatCursor({ side, value, pandaId }: JobCursor): string {
  return Buffer.from(JSON.stringify([side === 'after' ? 1 : 0, value, pandaId])).toString('base64url');
}

/**
 * The place that a text tells, in a list in order of a column.
 * @throws PandaError `CURSOR_INVALID`
 */
export function readCursor(text: string, column: SelectionColumn): JobCursor {
  const [side, value, pandaId] = readList(text);
  const isValue = value === null || (isNumberColumn(column.type) ? typeof value === 'number' && Number.isFinite(value) : typeof value === 'string' && (column.type !== 'datetime' || isUtcTime(value)));
  if (!isValue || (side !== 0 && side !== 1) || typeof pandaId !== 'number' || !Number.isSafeInteger(pandaId)) throw invalid(text);
  return { side: side === 1 ? 'after' : 'before', value: value as JobCursor['value'], pandaId };
}

function readList(text: string): readonly unknown[] {
  try {
    const parts: unknown = text.length > longestCursor ? undefined : JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 3) return parts;
  } catch {
    // Not JSON: told below.
  }
  throw invalid(text);
}

function invalid(text: string): PandaError {
  return new PandaError('CURSOR_INVALID', `read place in the list: "${text.slice(0, 60)}" is none of this list`, { hint: 'Begin at the first page.' });
}
