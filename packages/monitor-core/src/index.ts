export { createApp, listPages, type AppOptions } from './app.ts';
export { configurationSchema, type Configuration } from './configuration.ts';
export { createJobSource, type JobSource } from './job-source.ts';
export type { FoundPlugin } from './plugins/found-plugin.ts';
export { loadPlugins } from './plugins/plugin-folder.ts';
export { createStoreSource, storesInFolder, type StoreSource } from './plugins/store-source.ts';
export type { RoutedPage } from './route/routed-page.ts';
export { bigpandamon } from './program.ts';
export { readStaticFiles, type StaticFile, type StaticFiles } from './static-files.ts';
