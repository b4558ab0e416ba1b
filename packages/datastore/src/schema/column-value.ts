import { PandaError, type SpecValue } from '@bigpanda/model';
import { isIntegerColumn, isNumberColumn, textLimit, type ColumnType } from './column-type.ts';

const greatestInteger = 2 ** 31 - 1;

/**
 * An attribute as its column holds it: whole numbers that JavaScript and the column keep exactly in integer columns,
 * `null` for an empty text there, texts no longer than the column. What one database would cut or round and another
 * refuse is refused for all.
 * @throws PandaError `COLUMN_VALUE_INVALID`
 */
export function columnValue(name: string, type: ColumnType, value: SpecValue): SpecValue | null {
  if (!isNumberColumn(type)) return checkText(name, type, String(value));
  if (value === '') return null;
  const number = Number(value);
  const greatest = type === 'integer' ? greatestInteger : Number.MAX_SAFE_INTEGER;
  const fits = isIntegerColumn(type) ? Math.abs(Math.round(number)) <= greatest : Number.isFinite(number);
  if (!fits) throw invalid(name, value, `a number up to ${greatest}`);
  return isIntegerColumn(type) ? Math.round(number) : number;
}

/** A value cut to what its column can hold: shorter text; `undefined` for what is no such number. For reports, which must not be lost by one value. */
export function fitColumn(name: string, type: ColumnType, value: SpecValue): SpecValue | undefined {
  try {
    return columnValue(name, type, typeof value === 'string' ? value.slice(0, textLimit(type)) : value) ?? undefined;
  } catch {
    return undefined;
  }
}

function checkText(name: string, type: ColumnType, text: string): string {
  const limit = textLimit(type);
  if (limit !== undefined && text.length > limit) throw invalid(name, text, `at most ${limit} characters, found ${text.length}`);
  return text;
}

function invalid(name: string, value: SpecValue, wanted: string): PandaError {
  return new PandaError('COLUMN_VALUE_INVALID', `store attribute: "${name}" is "${String(value).slice(0, 60)}", wanted ${wanted}`);
}
