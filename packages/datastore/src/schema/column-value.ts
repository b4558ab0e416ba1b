import { PandaError, type SpecValue } from '@bigpanda/model';
import { isIntegerColumn, type ColumnType } from './column-type.ts';

/**
 * An attribute as its column holds it: whole numbers that JavaScript keeps exactly in integer columns, `null` for an
 * empty text there.
 * @throws PandaError `COLUMN_VALUE_INVALID` for a text or too great a number in a column of numbers
 */
export function columnValue(name: string, type: ColumnType, value: SpecValue): SpecValue | null {
  if (!isNumberColumn(type)) return String(value);
  if (value === '') return null;
  const number = Number(value);
  const fits = isIntegerColumn(type) ? Number.isSafeInteger(Math.round(number)) : Number.isFinite(number);
  if (!fits) throw new PandaError('COLUMN_VALUE_INVALID', `store attribute: "${name}" is "${String(value).slice(0, 60)}", wanted a number up to ${Number.MAX_SAFE_INTEGER}`);
  return isIntegerColumn(type) ? Math.round(number) : number;
}

function isNumberColumn(type: ColumnType): boolean {
  return isIntegerColumn(type) || type.startsWith('decimal');
}
