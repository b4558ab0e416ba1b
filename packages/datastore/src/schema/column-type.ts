/** Type of a column in words that every database knows. */
export type ColumnType = 'bigint' | 'integer' | 'datetime' | 'text' | `varchar(${number})` | `decimal(${number}, ${number})`;

/** A column as tables define it: its type, whether it must be filled, and what fills it when nothing is given. */
export type ColumnText = ColumnType | `${ColumnType} not null` | `${ColumnType} default ${string}` | `${ColumnType} not null default ${string}`;

/** The parts of a column's text. */
export interface ColumnParts {
  readonly type: ColumnType;
  readonly isRequired: boolean;
  readonly defaultValue: string | undefined;
}

/** Takes the text of a column apart. */
export function parseColumn(text: ColumnText): ColumnParts {
  const [definition = '', defaultValue] = text.split(' default ');
  return { type: definition.replace(' not null', '') as ColumnType, isRequired: definition.endsWith(' not null'), defaultValue };
}

/** Whether a column holds whole numbers. */
export function isIntegerColumn(type: ColumnType): boolean {
  return type === 'bigint' || type === 'integer';
}

/** Whether a column holds numbers of any kind. */
export function isNumberColumn(type: ColumnType): boolean {
  return isIntegerColumn(type) || type.startsWith('decimal');
}

/** Whether a column holds texts. */
export function isTextColumn(type: ColumnType): boolean {
  return type === 'text' || type.startsWith('varchar');
}

/** Longest text of a column in characters; `undefined` where there is no limit. */
export function textLimit(type: ColumnType): number | undefined {
  const limit = /^varchar\((\d+)\)$/.exec(type)?.[1];
  return limit === undefined ? undefined : Number(limit);
}

/** Whether a column holds numbers, times or texts, as filters tell them apart. */
export function kindOfColumn(type: ColumnType): 'number' | 'time' | 'text' {
  if (type === 'datetime') return 'time';
  return isNumberColumn(type) ? 'number' : 'text';
}
