import { runProgram } from '@bigpanda/program';
import { pandaServer } from './program.ts';

process.exitCode = await runProgram(pandaServer, process.argv.slice(2), new URL('./', import.meta.url));
