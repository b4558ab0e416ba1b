export { startMariadb, type MariadbServer } from './mariadb.ts';
export { emptyDatabase } from './empty-database.ts';
