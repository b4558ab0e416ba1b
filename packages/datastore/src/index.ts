export { findDataset, insertDatasets, setDatasetStatus, type DatasetRecord } from './datasets/dataset-record.ts';
export type { DatabaseDialect, DatabaseFault, DatabaseSettings, DialectTraits } from './dialect/database-dialect.ts';
export { mysqlDialect } from './dialect/mysql/dialect.ts';
export { sqliteDialect } from './dialect/sqlite/dialect.ts';
export { findSandboxFile, insertSandboxFile, touchSandboxFile, type SandboxRecord } from './files/sandbox-record.ts';
export { archiveJobs } from './jobs/archive-jobs.ts';
export { applyJobChange, changeJob, type JobChange, type JobDecision } from './jobs/change-job.ts';
export { countJobs, type JobCount } from './jobs/count-jobs.ts';
export { countSentJobs, dispatchJob, type DispatchRequest } from './jobs/dispatch-job.ts';
export { findJobs, groupJobs, type GroupedCount, type JobConditions } from './jobs/find-jobs.ts';
export { countMissingInputs, findComingFiles, findJobsWaitingFor, markInputsReady, readyFileStates, setFileStates } from './jobs/input-files.ts';
export { insertJobs, insertJobsWithin, type InsertOptions, type NewJob } from './jobs/insert-jobs.ts';
export type { JobFilter } from './jobs/job-filter.ts';
export { lockJob, tableOfState, type FoundJob } from './jobs/job-place.ts';
export { listJobs, type ListOptions } from './jobs/list-jobs.ts';
export { readFiles, readJobs } from './jobs/read-jobs.ts';
export { readStatusHistory, type StatusChange } from './jobs/status-log.ts';
export { tabulateJobs, type JobPairCount } from './jobs/tabulate-jobs.ts';
export { writePandaLog, type PandaLogLine } from './log/panda-log.ts';
export { expandTable } from './migrations/expand-table.ts';
export { migrate, type Migration, type MigrationStep } from './migrations/migration.ts';
export { pandaMigrations } from './migrations/panda-migrations.ts';
export { openDatabase, openDatabaseReadOnly, type PandaDatabase } from './panda-database.ts';
export { columnValue, fitColumn } from './schema/column-value.ts';
export { jobColumns } from './schema/job-columns.ts';
export { defineTable, type RowOf, type TableDefinition } from './schema/table-definition.ts';
export type { JobTable, Tables } from './schema/tables.ts';
export { takeNumbers, type SequenceName } from './sequence.ts';
export { listQueues, queueColumns, writeQueue, type QueueChanges, type QueueRow } from './sites/queue-record.ts';
export { advanceUser, findUser, listBannedUsers, type UserIdentity, type UserRecord } from './users/user-record.ts';
export { noteRetry, readRetryHistory } from './tasks/retry-history.ts';
export { countTaskFiles, noteTaskCounts, readTaskDatasets, readTaskFiles, setTaskFiles, workTypes, type TaskDatasetRow } from './tasks/task-files.ts';
export {
  applyTaskChange, changeTask, insertTask, listTasks, lockTask, readTask, readTaskParameters,
  type NewTask, type NewTaskDataset, type TaskChanges, type TaskConditions, type TaskFileRow, type TaskRow,
} from './tasks/task-record.ts';
