export { sqliteDialect as dialect } from '@bigpanda/datastore/dialect/sqlite';
