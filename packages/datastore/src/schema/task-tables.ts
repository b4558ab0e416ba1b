import { defineTable } from './table-definition.ts';

/** Tasks, their parameters, datasets and files. Source: PanDA's MySQL schema of 2015. */
export const jediTasks = defineTable({
  name: 'jedi_tasks',
  columns: {
    JEDITASKID: 'bigint not null', TASKNAME: 'varchar(132)', STATUS: 'varchar(64) not null', USERNAME: 'varchar(128) not null', CREATIONDATE: 'datetime not null',
    MODIFICATIONTIME: 'datetime not null', REQID: 'integer', OLDSTATUS: 'varchar(64)', CLOUD: 'varchar(10)', SITE: 'varchar(60)', STARTTIME: 'datetime',
    ENDTIME: 'datetime', FROZENTIME: 'datetime', PRODSOURCELABEL: 'varchar(20)', WORKINGGROUP: 'varchar(32)', VO: 'varchar(16)', CORECOUNT: 'integer',
    TASKTYPE: 'varchar(64)', PROCESSINGTYPE: 'varchar(64)', TASKPRIORITY: 'integer', CURRENTPRIORITY: 'integer', ARCHITECTURE: 'varchar(256)', TRANSUSES: 'varchar(64)',
    TRANSHOME: 'varchar(128)', TRANSPATH: 'varchar(128)', LOCKEDBY: 'varchar(40)', LOCKEDTIME: 'datetime', TERMCONDITION: 'varchar(100)', SPLITRULE: 'varchar(100)',
    WALLTIME: 'integer', WALLTIMEUNIT: 'varchar(32)', OUTDISKCOUNT: 'integer', OUTDISKUNIT: 'varchar(32)', WORKDISKCOUNT: 'integer', WORKDISKUNIT: 'varchar(32)',
    RAMCOUNT: 'integer', RAMUNIT: 'varchar(32)', IOINTENSITY: 'integer', IOINTENSITYUNIT: 'varchar(32)', WORKQUEUE_ID: 'integer', PROGRESS: 'integer',
    FAILURERATE: 'integer', ERRORDIALOG: 'varchar(255)', COUNTRYGROUP: 'varchar(20)', PARENT_TID: 'bigint', EVENTSERVICE: 'integer', TICKETID: 'varchar(50)',
    TICKETSYSTEMTYPE: 'varchar(16)', STATECHANGETIME: 'datetime', SUPERSTATUS: 'varchar(64)', CAMPAIGN: 'varchar(32)', MERGERAMCOUNT: 'integer',
    MERGERAMUNIT: 'varchar(32)', MERGEWALLTIME: 'integer', MERGEWALLTIMEUNIT: 'varchar(32)', THROTTLEDTIME: 'datetime', NUMTHROTTLED: 'integer',
    MERGECORECOUNT: 'integer',
  },
  primaryKey: ['JEDITASKID'],
  indexes: [['STATUS'], ['MODIFICATIONTIME'], ['USERNAME']],
});

export const jediTaskparams = defineTable({
  name: 'jedi_taskparams',
  columns: {
    JEDITASKID: 'bigint not null', TASKPARAMS: 'text',
  },
  primaryKey: ['JEDITASKID'],
  indexes: [],
});

export const jediDatasets = defineTable({
  name: 'jedi_datasets',
  columns: {
    JEDITASKID: 'bigint not null', DATASETID: 'bigint not null', DATASETNAME: 'varchar(255) not null', TYPE: 'varchar(20) not null', CREATIONTIME: 'datetime not null',
    MODIFICATIONTIME: 'datetime not null', VO: 'varchar(16)', CLOUD: 'varchar(10)', SITE: 'varchar(60)', MASTERID: 'bigint', PROVENANCEID: 'bigint',
    CONTAINERNAME: 'varchar(255)', STATUS: 'varchar(20)', STATE: 'varchar(20)', STATECHECKTIME: 'datetime', STATECHECKEXPIRATION: 'datetime', FROZENTIME: 'datetime',
    NFILES: 'integer', NFILESTOBEUSED: 'integer', NFILESUSED: 'integer', NFILESONHOLD: 'integer', NEVENTS: 'bigint', NEVENTSTOBEUSED: 'integer', NEVENTSUSED: 'integer',
    LOCKEDBY: 'varchar(40)', LOCKEDTIME: 'datetime', NFILESFINISHED: 'integer', NFILESFAILED: 'integer', ATTRIBUTES: 'varchar(100)', STREAMNAME: 'varchar(20)',
    STORAGETOKEN: 'varchar(60)', DESTINATION: 'varchar(60)', TEMPLATEID: 'bigint',
  },
  primaryKey: ['JEDITASKID', 'DATASETID'],
  indexes: [],
});

export const jediDatasetContents = defineTable({
  name: 'jedi_dataset_contents',
  columns: {
    JEDITASKID: 'bigint not null', DATASETID: 'bigint not null', FILEID: 'bigint not null', CREATIONDATE: 'datetime not null', LASTATTEMPTTIME: 'datetime',
    LFN: 'varchar(256) not null', GUID: 'varchar(64)', TYPE: 'varchar(20) not null', STATUS: 'varchar(64) not null', FSIZE: 'bigint', CHECKSUM: 'varchar(36)',
    SCOPE: 'varchar(30)', ATTEMPTNR: 'integer', MAXATTEMPT: 'integer', NEVENTS: 'integer', KEEPTRACK: 'integer', STARTEVENT: 'integer', ENDEVENT: 'integer',
    FIRSTEVENT: 'integer', BOUNDARYID: 'bigint', PANDAID: 'bigint', FAILEDATTEMPT: 'integer', LUMIBLOCKNR: 'integer', OUTPANDAID: 'bigint',
  },
  primaryKey: ['JEDITASKID', 'DATASETID', 'FILEID'],
  indexes: [['PANDAID']],
});

export const jediJobparamsTemplate = defineTable({
  name: 'jedi_jobparams_template',
  columns: {
    JEDITASKID: 'bigint not null', JOBPARAMSTEMPLATE: 'text',
  },
  primaryKey: ['JEDITASKID'],
  indexes: [],
});

export const jediOutputTemplate = defineTable({
  name: 'jedi_output_template',
  columns: {
    JEDITASKID: 'bigint not null', DATASETID: 'bigint not null', OUTTEMPID: 'bigint not null', FILENAMETEMPLATE: 'varchar(256) not null', MAXSERIALNR: 'integer',
    SERIALNR: 'integer', SOURCENAME: 'varchar(256)', STREAMNAME: 'varchar(20)', OUTTYPE: 'varchar(20)',
  },
  primaryKey: ['JEDITASKID', 'DATASETID', 'OUTTEMPID'],
  indexes: [],
});

export const jediJobRetryHistory = defineTable({
  name: 'jedi_job_retry_history',
  columns: {
    JEDITASKID: 'bigint not null', OLDPANDAID: 'bigint not null', NEWPANDAID: 'bigint not null', INS_UTC_TSTAMP: 'datetime not null', RELATIONTYPE: 'varchar(16)',
    ORIGINPANDAID: 'bigint not null default 0',
  },
  primaryKey: ['JEDITASKID', 'OLDPANDAID', 'NEWPANDAID', 'ORIGINPANDAID'],
  indexes: [['NEWPANDAID']],
});

export const jediEvents = defineTable({
  name: 'jedi_events',
  columns: {
    JEDITASKID: 'bigint not null', PANDAID: 'bigint not null', FILEID: 'bigint not null', JOB_PROCESSID: 'integer not null', DATASETID: 'bigint not null',
    STATUS: 'integer not null', DEF_MIN_EVENTID: 'integer', DEF_MAX_EVENTID: 'integer', PROCESSED_UPTO_EVENTID: 'integer', ATTEMPTNR: 'integer',
  },
  primaryKey: ['JEDITASKID', 'PANDAID', 'FILEID', 'JOB_PROCESSID'],
  indexes: [],
});

export const jediWorkQueue = defineTable({
  name: 'jedi_work_queue',
  columns: {
    QUEUE_ID: 'integer not null', QUEUE_NAME: 'varchar(16) not null', QUEUE_TYPE: 'varchar(16) not null', VO: 'varchar(16) not null', STATUS: 'varchar(64)',
    PARTITIONID: 'integer', STRETCHABLE: 'integer', QUEUE_SHARE: 'integer', QUEUE_ORDER: 'integer', CRITERIA: 'varchar(256)', VARIABLES: 'varchar(256)',
  },
  primaryKey: ['QUEUE_ID'],
  indexes: [],
});
