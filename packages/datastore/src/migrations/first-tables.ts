import { cloudtasks, datasets, productiondatasets } from '../schema/dataset-tables.ts';
import { harvesterDialogs, harvesterInstances, harvesterSlots, harvesterWorkers, resourceTypes, secrets, workerNode } from '../schema/fleet-tables.ts';
import { fileTableDefinitions, jobparamstable, jobsStatuslog, jobTableDefinitions, metatable } from '../schema/job-tables.ts';
import { incidents, jobsdebug, logstable, pandaidsModiftime, pandalog } from '../schema/log-tables.ts';
import { pandaSequences } from '../schema/own-tables.ts';
import { cloudconfig, schedconfig, sitedata, siteddm, sitesMatrixData, submithosts, voToSite, wndata } from '../schema/site-tables.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import { jediDatasetContents, jediDatasets, jediEvents, jediJobRetryHistory, jediJobparamsTemplate, jediOutputTemplate, jediTaskparams, jediTasks, jediWorkQueue } from '../schema/task-tables.ts';
import { pilottoken, proxykey, siteaccess, usercacheusage, users } from '../schema/user-tables.ts';
import { beginSequences } from '../sequence.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

const tables: readonly TableDefinition[] = [
  ...jobTableDefinitions, ...fileTableDefinitions, jobparamstable, metatable, jobsStatuslog, jobsdebug,
  jediTasks, jediTaskparams, jediDatasets, jediDatasetContents, jediJobparamsTemplate, jediOutputTemplate, jediJobRetryHistory, jediEvents, jediWorkQueue,
  schedconfig, cloudconfig, sitedata, siteddm, submithosts, voToSite, wndata, sitesMatrixData,
  users, siteaccess, proxykey, pilottoken, usercacheusage, pandalog, incidents, logstable, pandaidsModiftime, datasets, productiondatasets, cloudtasks,
  harvesterWorkers, harvesterInstances, harvesterSlots, harvesterDialogs, workerNode, resourceTypes, secrets, pandaSequences,
];

/**
 * PanDA's tables with the names of its MySQL schema of 2015. A database that a site has already is taken over: tables
 * stay, columns that they lack are added, and numbers go on after the greatest given.
 */
export const firstTables: Migration = {
  name: '0001-first-tables',
  up: async (step) => {
    for (const table of tables) await expandTable(step, table);
    await beginSequences(step.sql);
  },
};
