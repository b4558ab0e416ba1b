import { defineTable } from './table-definition.ts';

/** Sites, queues, clouds, and what is known of their worker nodes and links. Source: PanDA's MySQL schema of 2015. */
export const schedconfig = defineTable({
  name: 'schedconfig',
  columns: {
    NAME: 'varchar(60) not null default default', NICKNAME: 'varchar(60) not null', QUEUE: 'varchar(60)', LOCALQUEUE: 'varchar(50)', SYSTEM: 'varchar(60) not null',
    SYSCONFIG: 'varchar(20)', ENVIRON: 'varchar(250)', GATEKEEPER: 'varchar(120)', JOBMANAGER: 'varchar(80)', SE: 'varchar(400)', DDM: 'varchar(120)',
    JDLADD: 'varchar(500)', GLOBUSADD: 'varchar(100)', JDL: 'varchar(60)', JDLTXT: 'varchar(500)', VERSION: 'varchar(60)', SITE: 'varchar(60) not null',
    REGION: 'varchar(60)', GSTAT: 'varchar(60)', TAGS: 'varchar(200)', CMD: 'varchar(200)', LASTMOD: 'datetime not null', ERRINFO: 'varchar(80)',
    NQUEUE: 'integer not null default 0', COMMENT_: 'varchar(500)', APPDIR: 'varchar(500)', DATADIR: 'varchar(80)', TMPDIR: 'varchar(80)', WNTMPDIR: 'varchar(80)',
    DQ2URL: 'varchar(80)', SPECIAL_PAR: 'varchar(80)', PYTHON_PATH: 'varchar(80)', NODES: 'integer not null default 0', STATUS: 'varchar(10) default offline',
    COPYTOOL: 'varchar(80)', COPYSETUP: 'varchar(200)', RELEASES: 'varchar(500)', SEPATH: 'varchar(400)', ENVSETUP: 'varchar(200)', COPYPREFIX: 'varchar(160)',
    LFCPATH: 'varchar(80)', SEOPT: 'varchar(400)', SEIN: 'varchar(400)', SEINOPT: 'varchar(400)', LFCHOST: 'varchar(80)', CLOUD: 'varchar(60)', SITEID: 'varchar(60)',
    PROXY: 'varchar(80)', RETRY: 'varchar(10)', QUEUEHOURS: 'integer not null default 0', ENVSETUPIN: 'varchar(200)', COPYTOOLIN: 'varchar(180)',
    COPYSETUPIN: 'varchar(200)', SEPRODPATH: 'varchar(400)', LFCPRODPATH: 'varchar(80)', COPYPREFIXIN: 'varchar(360)', RECOVERDIR: 'varchar(80)',
    MEMORY: 'integer not null default 0', MAXTIME: 'integer not null default 0', SPACE: 'integer not null default 0',
    TSPACE: 'datetime not null default 1970-01-01 00:00:00', CMTCONFIG: 'varchar(250)', SETOKENS: 'varchar(80)', GLEXEC: 'varchar(10)', PRIORITYOFFSET: 'varchar(60)',
    ALLOWEDGROUPS: 'varchar(100)', DEFAULTTOKEN: 'varchar(100)', PCACHE: 'varchar(100)', VALIDATEDRELEASES: 'varchar(500)', ACCESSCONTROL: 'varchar(20)',
    DN: 'varchar(100)', EMAIL: 'varchar(60)', ALLOWEDNODE: 'varchar(80)', MAXINPUTSIZE: 'integer', TIMEFLOOR: 'integer', DEPTHBOOST: 'integer',
    IDLEPILOTSUPRESSION: 'integer', PILOTLIMIT: 'integer', TRANSFERRINGLIMIT: 'integer', CACHEDSE: 'integer', CORECOUNT: 'integer', COUNTRYGROUP: 'varchar(64)',
    AVAILABLECPU: 'varchar(64)', AVAILABLESTORAGE: 'varchar(64)', PLEDGEDCPU: 'varchar(64)', PLEDGEDSTORAGE: 'varchar(64)',
    STATUSOVERRIDE: 'varchar(256) default offline', ALLOWDIRECTACCESS: 'varchar(10) default False', GOCNAME: 'varchar(64) default site', TIER: 'varchar(15)',
    MULTICLOUD: 'varchar(64)', LFCREGISTER: 'varchar(10)', STAGEINRETRY: 'integer default 2', STAGEOUTRETRY: 'integer default 2', FAIRSHAREPOLICY: 'varchar(512)',
    ALLOWFAX: 'varchar(64)', FAXREDIRECTOR: 'varchar(256)', MAXWDIR: 'integer', CELIST: 'varchar(4000)', MINMEMORY: 'integer', MAXMEMORY: 'integer', MINTIME: 'integer',
    ALLOWJEM: 'varchar(64)', CATCHALL: 'varchar(512)', FAXDOOR: 'varchar(128)', WANSOURCELIMIT: 'integer', WANSINKLIMIT: 'integer',
    AUTO_MCU: 'integer not null default 0', OBJECTSTORE: 'varchar(512)', ALLOWHTTP: 'varchar(64)', HTTPREDIRECTOR: 'varchar(256)', MULTICLOUD_APPEND: 'varchar(64)',
  },
  primaryKey: ['NICKNAME'],
  indexes: [['SITEID']],
});

export const cloudconfig = defineTable({
  name: 'cloudconfig',
  columns: {
    NAME: 'varchar(20) not null', DESCRIPTION: 'varchar(50) not null', TIER1: 'varchar(20) not null', TIER1SE: 'varchar(400) not null', RELOCATION: 'varchar(10)',
    WEIGHT: 'integer not null default 0', SERVER: 'varchar(100) not null', STATUS: 'varchar(20) not null', TRANSTIMELO: 'integer not null default 0',
    TRANSTIMEHI: 'integer not null default 0', WAITTIME: 'integer not null default 0', COMMENT_: 'varchar(200)', SPACE: 'integer not null default 0',
    MODUSER: 'varchar(30)', MODTIME: 'datetime not null', VALIDATION: 'varchar(20)', MCSHARE: 'integer not null default 0', COUNTRIES: 'varchar(80)',
    FASTTRACK: 'varchar(20)', NPRESTAGE: 'integer not null default 0', PILOTOWNERS: 'varchar(300)', DN: 'varchar(100)', EMAIL: 'varchar(60)', FAIRSHARE: 'varchar(128)',
    AUTO_MCU: 'integer not null default 0',
  },
  primaryKey: ['NAME'],
  indexes: [],
});

export const sitedata = defineTable({
  name: 'sitedata',
  columns: {
    SITE: 'varchar(60) not null', FLAG: 'varchar(20) not null', HOURS: 'integer not null default 0', NWN: 'integer', MEMMIN: 'integer', MEMMAX: 'integer',
    SI2000MIN: 'integer', SI2000MAX: 'integer', OS: 'varchar(30)', SPACE: 'varchar(30)', MINJOBS: 'integer', MAXJOBS: 'integer', LASTSTART: 'datetime',
    LASTEND: 'datetime', LASTFAIL: 'datetime', LASTPILOT: 'datetime', LASTPID: 'integer', NSTART: 'integer not null default 0', FINISHED: 'integer not null default 0',
    FAILED: 'integer not null default 0', DEFINED: 'integer not null default 0', ASSIGNED: 'integer not null default 0', WAITING: 'integer not null default 0',
    ACTIVATED: 'integer not null default 0', HOLDING: 'integer not null default 0', RUNNING: 'integer not null default 0', TRANSFERRING: 'integer not null default 0',
    GETJOB: 'integer not null default 0', UPDATEJOB: 'integer not null default 0', LASTMOD: 'datetime not null', NCPU: 'integer', NSLOT: 'integer',
  },
  primaryKey: ['SITE', 'FLAG', 'HOURS'],
  indexes: [],
});

export const siteddm = defineTable({
  name: 'siteddm',
  columns: {
    NAME: 'varchar(60) not null', INCMD: 'varchar(60) not null', INPATH: 'varchar(200)', INOPTS: 'varchar(60)', OUTCMD: 'varchar(60) not null', OUTOPTS: 'varchar(60)',
    OUTPATH: 'varchar(200) not null',
  },
  primaryKey: ['NAME'],
  indexes: [],
});

export const submithosts = defineTable({
  name: 'submithosts',
  columns: {
    NAME: 'varchar(60) not null', NICKNAME: 'varchar(20) not null', HOST: 'varchar(60) not null', SYSTEM: 'varchar(60) not null', RUNDIR: 'varchar(200) not null',
    RUNURL: 'varchar(200) not null', JDLTXT: 'varchar(4000)', PILOTQUEUE: 'varchar(20)', OUTURL: 'varchar(200)',
  },
  primaryKey: ['HOST'],
  indexes: [],
});

export const voToSite = defineTable({
  name: 'vo_to_site',
  columns: {
    SITE_NAME: 'varchar(32) not null', QUEUE: 'varchar(64) not null', VO_NAME: 'varchar(32) not null',
  },
  primaryKey: ['SITE_NAME', 'QUEUE', 'VO_NAME'],
  indexes: [],
});

export const wndata = defineTable({
  name: 'wndata',
  columns: {
    SITE: 'varchar(60) not null', WN: 'varchar(50) not null', FLAG: 'varchar(20) not null', HOURS: 'integer not null default 0', MEM: 'integer', SI2000: 'integer',
    OS: 'varchar(30)', SPACE: 'varchar(30)', MAXJOBS: 'integer', LASTSTART: 'datetime', LASTEND: 'datetime', LASTFAIL: 'datetime', LASTPILOT: 'datetime',
    LASTPID: 'integer', NSTART: 'integer not null default 0', FINISHED: 'integer not null default 0', FAILED: 'integer not null default 0',
    HOLDING: 'integer not null default 0', RUNNING: 'integer not null default 0', TRANSFERRING: 'integer not null default 0', GETJOB: 'integer not null default 0',
    UPDATEJOB: 'integer not null default 0', LASTMOD: 'datetime not null', NCPU: 'integer', NCPUCURRENT: 'integer', NSLOT: 'integer', NSLOTCURRENT: 'integer',
  },
  primaryKey: ['SITE', 'WN', 'FLAG', 'HOURS'],
  indexes: [],
});

export const sitesMatrixData = defineTable({
  name: 'sites_matrix_data',
  columns: {
    SOURCE: 'varchar(256) not null', DESTINATION: 'varchar(256) not null', MEAS_DATE: 'datetime not null', SONARSMLVAL: 'integer', SONARSMLDEV: 'integer',
    SONARMEDVAL: 'integer', SONARMEDDEV: 'integer', SONARLRGVAL: 'integer', SONARLRGDEV: 'integer', PERFSONARAVGVAL: 'integer', XRDCPVAL: 'integer',
    SONARSML_LAST_UPDATE: 'datetime', SONARMED_LAST_UPDATE: 'datetime', SONARLRG_LAST_UPDATE: 'datetime', PERFSONARAVG_LAST_UPDATE: 'datetime',
    XRDCP_LAST_UPDATE: 'datetime',
  },
  primaryKey: [],
  indexes: [],
});
