export { startMariadb, type MariadbServer } from './mariadb.ts';
