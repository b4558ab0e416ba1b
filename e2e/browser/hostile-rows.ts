import { DatabaseSync } from 'node:sqlite';

/** What somebody could write into a field to do harm, or to break the page. */
export const hostileTexts: readonly string[] = [
  `"><script>window.wasHarmed=1</script><img src=x onerror="window.wasHarmed=1"><b style="position:fixed;inset:0" onmouseover='window.wasHarmed=1'>&lt;/pre>{{7*7}}%00../..//evil.example`,
  '\u202Eright to left \u0645\u0631\u062D\u0628\u0627 \u2066\u0000\u200F\uFEFF</table></main>\uD83D\uDC3C\u{E0041}',
  'W'.repeat(10_000),
];

/** A part of a hostile text that is the same in every spelling of an address. */
export const hostileMark = /script%3E|right(?:%20|\+)to|WWWW/i;

/** Columns that say which row belongs to which, or in what order; the rest of a row can be anything. */
const kept = /^(?:PANDAID|ROW_ID|JEDITASKID|TASKID|REQID|OLDPANDAID|NEWPANDAID|ORIGINPANDAID|ID|.*TIME|.*DATE|BEGUN|ENDED|LASTMOD|SUPERSTATUS|VO)$/i;

/** Writes a hostile text into every text field of three rows of each table, the same one into all fields of a row. */
export function writeHostileRows(path: string): void {
  using database = new DatabaseSync(path);
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").all().map(({ name }) => String(name));
  database.exec('begin');
  for (const table of tables) {
    const columns = database.prepare(`select name, type from pragma_table_info('${table}') where pk = 0`).all().filter(({ name, type }) => /TEXT|CHAR|CLOB/i.test(String(type)) && !kept.test(String(name))).map(({ name }) => String(name));
    if (columns.length === 0) continue;
    const set = columns.map((column) => `"${column}" = ?1`).join(', ');
    for (const [offset, text] of hostileTexts.entries()) {
      try {
        database.prepare(`update "${table}" set ${set} where rowid = (select rowid from "${table}" order by rowid desc limit 1 offset ${offset})`).run(text);
      } catch (cause) {
        if (!String(cause).includes('UNIQUE')) throw cause;
      }
    }
  }
  database.exec('commit');
}
