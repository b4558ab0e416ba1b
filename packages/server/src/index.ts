export { createApp, type AppOptions } from './app.ts';
export { configurationSchema, type Configuration } from './configuration.ts';
export { loadDialect } from './dialect-folder.ts';
export { functionTable } from './functions/function-table.ts';
export { pandaServer } from './program.ts';
export { createIdentify } from './identity/identify.ts';
export { anyone, stranger, type Identify, type Identity } from './identity/identity.ts';
export { watchJobs, type WatchContext, type WatchRound } from './watch/watchdog.ts';
export { keepSites, readSiteFile, type SiteFile } from './sites/site-file.ts';
