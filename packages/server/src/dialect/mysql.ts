export { mysqlDialect as dialect } from '@bigpanda/datastore/dialect/mysql';
