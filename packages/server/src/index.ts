export { createApp, type AppOptions } from './app.ts';
export { configurationSchema, readConfiguration, type Configuration } from './configuration.ts';
export { loadDialect } from './dialect-folder.ts';
export { functionTable } from './functions/function-table.ts';
export { listen, type Listener } from './listener.ts';
export { runProgram } from './program.ts';
