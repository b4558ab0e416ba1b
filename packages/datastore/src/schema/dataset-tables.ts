import { defineTable } from './table-definition.ts';

/** Datasets that jobs read and write. Source: PanDA's MySQL schema of 2015. */
export const datasets = defineTable({
  name: 'datasets',
  columns: {
    VUID: 'varchar(40) not null', NAME: 'varchar(255) not null', VERSION: 'varchar(10)', TYPE: 'varchar(20)', STATUS: 'varchar(10)', NUMBERFILES: 'integer',
    CURRENTFILES: 'integer', CREATIONDATE: 'datetime', MODIFICATIONDATE: 'datetime not null', MOVERID: 'bigint not null default 0',
    TRANSFERSTATUS: 'integer not null default 0', SUBTYPE: 'varchar(5)',
  },
  primaryKey: ['VUID', 'MODIFICATIONDATE'],
  indexes: [['NAME']],
});

export const productiondatasets = defineTable({
  name: 'productiondatasets',
  columns: {
    NAME: 'varchar(120) not null', VERSION: 'integer', VUID: 'varchar(40) not null', FILES: 'integer', GB: 'integer', EVENTS: 'integer', SITE: 'varchar(60)',
    SW_RELEASE: 'varchar(20)', GEOMETRY: 'varchar(20)', JOBID: 'integer', PANDAID: 'integer', PRODTIME: 'datetime', TIMESTAMP: 'integer',
  },
  primaryKey: [],
  indexes: [],
});

export const cloudtasks = defineTable({
  name: 'cloudtasks',
  columns: {
    ID: 'integer not null', TASKNAME: 'varchar(128)', TASKID: 'integer', CLOUD: 'varchar(20)', STATUS: 'varchar(20)', TMOD: 'datetime not null',
    TENTER: 'datetime not null default 1970-01-01 00:00:00',
  },
  primaryKey: ['ID'],
  indexes: [],
});
