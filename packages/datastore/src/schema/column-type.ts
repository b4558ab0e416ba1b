/** Type of a column in words that every database knows. */
export type ColumnType = 'bigint' | 'integer' | 'datetime' | 'text' | `varchar(${number})` | `decimal(${number}, ${number})`;

/** Whether a column holds whole numbers. */
export function isIntegerColumn(type: ColumnType): boolean {
  return type === 'bigint' || type === 'integer';
}
