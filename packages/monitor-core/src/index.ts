export { createApp, type AppOptions } from './app.ts';
export { configurationSchema, type Configuration } from './configuration.ts';
export { createJobSource, type JobSource } from './job-source.ts';
export { loadPlugins, type FoundPlugin } from './plugins/plugin-folder.ts';
export { bigpandamon } from './program.ts';
export { readStaticFiles, type StaticFile, type StaticFiles } from './static-files.ts';
