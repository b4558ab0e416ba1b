import { defineTable } from './table-definition.ts';

/** Pilots as the factory that started them and they themselves report. Source: PanDA's Oracle schema, HARVESTER_WORKERS. */
export const harvesterWorkers = defineTable({
  name: 'harvester_workers',
  columns: {
    HARVESTERID: 'varchar(50) not null', WORKERID: 'bigint not null', LASTUPDATE: 'datetime', STATUS: 'varchar(80)', BATCHID: 'varchar(80)', NODEID: 'varchar(80)',
    QUEUENAME: 'varchar(80)', COMPUTINGSITE: 'varchar(128)', SUBMITTIME: 'datetime', STARTTIME: 'datetime', ENDTIME: 'datetime', NCORE: 'integer', ERRORCODE: 'integer',
    STDOUT: 'varchar(250)', STDERR: 'varchar(250)', BATCHLOG: 'varchar(250)', JOBTYPE: 'varchar(20)', RESOURCETYPE: 'varchar(56)', NATIVEEXITCODE: 'integer',
    NATIVESTATUS: 'varchar(80)', DIAGMESSAGE: 'varchar(500)', COMPUTINGELEMENT: 'varchar(128)', NJOBS: 'integer', SUBMISSIONHOST: 'varchar(128)',
    HARVESTERHOST: 'varchar(128)', PILOTSTATUS: 'varchar(80)', PILOTSTARTTIME: 'datetime', PILOTENDTIME: 'datetime',
  },
  primaryKey: ['HARVESTERID', 'WORKERID'],
  indexes: [['COMPUTINGSITE', 'STATUS'], ['LASTUPDATE']],
});

/** Harvesters that have said they are alive. Source: PanDA's Oracle schema, HARVESTER_INSTANCES. */
export const harvesterInstances = defineTable({
  name: 'harvester_instances',
  columns: { HARVESTER_ID: 'varchar(50) not null', HARVESTER_HOST: 'varchar(100)', DESCRIPTION: 'varchar(200)', STARTTIME: 'datetime', OWNER: 'varchar(100)', LASTUPDATE: 'datetime', SW_VERSION: 'varchar(50)', COMMIT_STAMP: 'varchar(100)' },
  primaryKey: ['HARVESTER_ID'],
  indexes: [],
});

/** Worker nodes as pilots describe them. Source: PanDA's Oracle schema, WORKER_NODE. */
export const workerNode = defineTable({
  name: 'worker_node',
  columns: {
    SITE: 'varchar(128) not null', HOST_NAME: 'varchar(128) not null', CPU_MODEL: 'varchar(128) not null', CPU_MODEL_NORMALIZED: 'varchar(128)', N_LOGICAL_CPUS: 'integer',
    N_SOCKETS: 'integer', CORES_PER_SOCKET: 'integer', THREADS_PER_CORE: 'integer', CPU_ARCHITECTURE: 'varchar(20)', CPU_ARCHITECTURE_LEVEL: 'varchar(20)',
    CLOCK_SPEED: 'decimal(9, 2)', TOTAL_MEMORY: 'bigint', TOTAL_LOCAL_DISK: 'bigint', LAST_SEEN: 'datetime not null', PANDAQUEUE: 'varchar(128)',
  },
  primaryKey: ['SITE', 'HOST_NAME', 'CPU_MODEL'],
  indexes: [['LAST_SEEN']],
});

/** Kinds of slots by cores and memory a core. Source: PanDA's Oracle schema, RESOURCE_TYPES. */
export const resourceTypes = defineTable({
  name: 'resource_types',
  columns: { RESOURCE_NAME: 'varchar(56) not null', MINCORE: 'integer not null', MAXCORE: 'integer', MINRAMPERCORE: 'integer', MAXRAMPERCORE: 'integer' },
  primaryKey: ['RESOURCE_NAME'],
  indexes: [],
});

/** What users keep for their own jobs, as JSON. Source: PanDA's Oracle schema, SECRETS. */
export const secrets = defineTable({
  name: 'secrets',
  columns: { OWNER: 'varchar(60) not null', UPDATED_AT: 'datetime not null', DATA: 'text' },
  primaryKey: ['OWNER'],
  indexes: [],
});

/** How many slots are wanted of a queue. Source: PanDA's Oracle schema, HARVESTER_SLOTS. */
export const harvesterSlots = defineTable({
  name: 'harvester_slots',
  columns: { PANDAQUEUENAME: 'varchar(60) not null', GSHARE: 'varchar(32) not null default ', RESOURCETYPE: 'varchar(16) not null default ', NUMSLOTS: 'bigint not null', MODIFICATIONTIME: 'datetime not null', EXPIRATIONTIME: 'datetime' },
  primaryKey: ['PANDAQUEUENAME', 'GSHARE', 'RESOURCETYPE'],
  indexes: [],
});

/** Words that harvesters tell their operators. Source: PanDA's Oracle schema, HARVESTER_DIALOGS. */
export const harvesterDialogs = defineTable({
  name: 'harvester_dialogs',
  columns: { HARVESTER_ID: 'varchar(50) not null', DIAGID: 'bigint not null', MODULENAME: 'varchar(100)', IDENTIFIER: 'varchar(100)', CREATIONTIME: 'datetime', MESSAGELEVEL: 'varchar(10)', DIAGMESSAGE: 'varchar(500)' },
  primaryKey: ['HARVESTER_ID', 'DIAGID'],
  indexes: [],
});

/** How many workers of each kind a harvester has at a queue. Source: PanDA's Oracle schema, HARVESTER_WORKER_STATS. */
export const harvesterWorkerStats = defineTable({
  name: 'harvester_worker_stats',
  columns: { HARVESTER_ID: 'varchar(50) not null', COMPUTINGSITE: 'varchar(128) not null', JOBTYPE: 'varchar(32) not null', RESOURCETYPE: 'varchar(56) not null', STATUS: 'varchar(80) not null', N_WORKERS: 'integer not null', LASTUPDATE: 'datetime not null' },
  primaryKey: ['HARVESTER_ID', 'COMPUTINGSITE', 'JOBTYPE', 'RESOURCETYPE', 'STATUS'],
  indexes: [['LASTUPDATE']],
});

/** What harvesters are told to do. Source: PanDA's Oracle schema, HARVESTER_COMMANDS. */
export const harvesterCommands = defineTable({
  name: 'harvester_commands',
  columns: { COMMAND_ID: 'bigint not null', COMMAND: 'varchar(200) not null', PARAMS: 'text', ACK_REQUESTED: 'integer not null', HARVESTER_ID: 'varchar(50) not null', CREATION_DATE: 'datetime not null', STATUS: 'varchar(20) not null', STATUS_DATE: 'datetime not null' },
  primaryKey: ['COMMAND_ID'],
  indexes: [['HARVESTER_ID', 'STATUS']],
});

/** Graphics processors of worker nodes as pilots describe them. Source: PanDA's Oracle schema, WORKER_NODE_GPUS. */
export const workerNodeGpus = defineTable({
  name: 'worker_node_gpus',
  columns: {
    SITE: 'varchar(128) not null', HOST_NAME: 'varchar(128) not null', VENDOR: 'varchar(128) not null', MODEL: 'varchar(128) not null', COUNT: 'integer not null', VRAM: 'bigint',
    ARCHITECTURE: 'varchar(20)', FRAMEWORK: 'varchar(20)', FRAMEWORK_VERSION: 'varchar(20)', DRIVER_VERSION: 'varchar(20)', LAST_SEEN: 'datetime not null',
  },
  primaryKey: ['SITE', 'HOST_NAME', 'VENDOR', 'MODEL'],
  indexes: [['LAST_SEEN']],
});
