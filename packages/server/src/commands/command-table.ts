import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { addSite } from './add-site.ts';
import { ban } from './ban.ts';
import { checkConfig } from './check-config.ts';
import { kill } from './kill.ts';
import { listJobsCommand } from './jobs.ts';
import { migrateCommand } from './migrate.ts';
import { why } from './why.ts';

/** What panda-server does beside answering requests; a new command is a new file and a line here. */
export const commandTable: readonly ProgramCommand<Configuration>[] = [migrateCommand, checkConfig, addSite, listJobsCommand, why, kill, ban];
