import { sql, type RawBuilder, type SqlBool } from 'kysely';

/** The condition that a column holds a text somewhere, whatever the case of its letters from A to Z; always so for an empty text. */
export function holdsText(column: string, text: string): RawBuilder<SqlBool> {
  if (text === '') return sql<SqlBool>`1 = 1`;
  const pattern = `%${text.toLowerCase().replace(/[%_!]/g, '!$&')}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '!'`;
}
