export { startMariadb, type MariadbServer } from './mariadb.ts';
export { useMariadb, type TestMariadb } from './shared-mariadb.ts';
export { emptyDatabase } from './empty-database.ts';
export { makeSqliteFile } from './sqlite-file.ts';
export { seededRandom } from './seeded-random.ts';
