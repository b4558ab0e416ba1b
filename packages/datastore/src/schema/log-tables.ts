import { defineTable } from './table-definition.ts';

/** What the components tell people: log lines, incidents, the last output of jobs in debug mode. Source: PanDA's MySQL schema of 2015. */
export const pandalog = defineTable({
  name: 'pandalog',
  columns: {
    BINTIME: 'datetime not null default 1970-01-01 00:00:00', NAME: 'varchar(30)', MODULE: 'varchar(30)', LOGUSER: 'varchar(80)', TYPE: 'varchar(20)',
    PID: 'bigint not null default 0', LOGLEVEL: 'integer not null default 0', LEVELNAME: 'varchar(30)', TIME: 'varchar(30)', FILENAME: 'varchar(100)',
    LINE: 'integer not null default 0', MESSAGE: 'varchar(4000)',
  },
  primaryKey: [],
  indexes: [['TIME'], ['MODULE']],
});

export const incidents = defineTable({
  name: 'incidents',
  columns: {
    AT_TIME: 'datetime default 0000-00-00 00:00:00', TYPEKEY: 'varchar(20)', DESCRIPTION: 'varchar(200)',
  },
  primaryKey: [],
  indexes: [['AT_TIME']],
});

export const logstable = defineTable({
  name: 'logstable',
  columns: {
    PANDAID: 'integer not null default 0', LOG1: 'text not null', LOG2: 'text not null', LOG3: 'text not null', LOG4: 'text not null',
  },
  primaryKey: ['PANDAID'],
  indexes: [],
});

export const jobsdebug = defineTable({
  name: 'jobsdebug',
  columns: {
    PANDAID: 'bigint not null', STDOUT: 'varchar(2048)',
  },
  primaryKey: ['PANDAID'],
  indexes: [],
});

export const pandaidsModiftime = defineTable({
  name: 'pandaids_modiftime',
  columns: {
    PANDAID: 'bigint not null', MODIFTIME: 'datetime not null',
  },
  primaryKey: ['PANDAID', 'MODIFTIME'],
  indexes: [],
});
