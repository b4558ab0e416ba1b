import { defineTable } from './table-definition.ts';

/** Users, what they may do where, their keys and their sandboxes. Source: PanDA's MySQL schema of 2015. */
export const users = defineTable({
  name: 'users',
  columns: {
    ID: 'integer not null', NAME: 'varchar(60) not null', DN: 'varchar(150)', EMAIL: 'varchar(60)', URL: 'varchar(100)', LOCATION: 'varchar(60)', CLASSA: 'varchar(30)',
    CLASSP: 'varchar(30)', CLASSXP: 'varchar(30)', SITEPREF: 'varchar(60)', GRIDPREF: 'varchar(20)', QUEUEPREF: 'varchar(60)', SCRIPTCACHE: 'varchar(100)',
    TYPES: 'varchar(60)', SITES: 'varchar(250)', NJOBSA: 'integer', NJOBSP: 'integer', NJOBS1: 'integer', NJOBS7: 'integer', NJOBS30: 'integer', CPUA1: 'bigint',
    CPUA7: 'bigint', CPUA30: 'bigint', CPUP1: 'bigint', CPUP7: 'bigint', CPUP30: 'bigint', CPUXP1: 'bigint', CPUXP7: 'bigint', CPUXP30: 'bigint', QUOTAA1: 'bigint',
    QUOTAA7: 'bigint', QUOTAA30: 'bigint', QUOTAP1: 'bigint', QUOTAP7: 'bigint', QUOTAP30: 'bigint', QUOTAXP1: 'bigint', QUOTAXP7: 'bigint', QUOTAXP30: 'bigint',
    SPACE1: 'integer', SPACE7: 'integer', SPACE30: 'integer', LASTMOD: 'datetime not null', FIRSTJOB: 'datetime not null default 1970-01-01 00:00:00',
    LATESTJOB: 'datetime not null default 1970-01-01 00:00:00', PAGECACHE: 'text', CACHETIME: 'datetime not null default 1970-01-01 00:00:00',
    NCURRENT: 'integer not null default 0', JOBID: 'integer not null default 0', STATUS: 'varchar(20)', VO: 'varchar(20)',
  },
  primaryKey: ['ID'],
  indexes: [['NAME']],
});

export const siteaccess = defineTable({
  name: 'siteaccess',
  columns: {
    ID: 'integer not null', DN: 'varchar(100)', PANDASITE: 'varchar(100)', POFFSET: 'integer not null default 0', RIGHTS: 'varchar(30)', STATUS: 'varchar(20)',
    WORKINGGROUPS: 'varchar(100)', CREATED: 'datetime',
  },
  primaryKey: ['ID'],
  indexes: [],
});

export const proxykey = defineTable({
  name: 'proxykey',
  columns: {
    ID: 'integer not null', DN: 'varchar(100) not null', CREDNAME: 'varchar(40) not null', CREATED: 'datetime not null',
    EXPIRES: 'datetime not null default 1970-01-01 00:00:00', ORIGIN: 'varchar(80) not null', MYPROXY: 'varchar(80) not null',
  },
  primaryKey: ['ID'],
  indexes: [],
});

export const pilottoken = defineTable({
  name: 'pilottoken',
  columns: {
    TOKEN: 'varchar(64) not null', SCHEDULERHOST: 'varchar(100)', SCHEDULERUSER: 'varchar(150)', USAGES: 'integer not null default 1', CREATED: 'datetime not null',
    EXPIRES: 'datetime not null default 1970-01-01 00:00:00', SCHEDULERID: 'varchar(80)',
  },
  primaryKey: ['TOKEN'],
  indexes: [],
});

export const usercacheusage = defineTable({
  name: 'usercacheusage',
  columns: {
    USERNAME: 'varchar(128) not null', FILENAME: 'varchar(256) not null', HOSTNAME: 'varchar(64) not null', CREATIONTIME: 'datetime not null',
    MODIFICATIONTIME: 'datetime', FILESIZE: 'bigint', CHECKSUM: 'varchar(36)', ALIASNAME: 'varchar(256)',
  },
  primaryKey: [],
  indexes: [['CHECKSUM'], ['FILENAME']],
});
