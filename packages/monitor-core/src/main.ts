import { runProgram } from '@bigpanda/program';
import { bigpandamon } from './program.ts';

process.exitCode = await runProgram(bigpandamon, process.argv.slice(2), new URL('./', import.meta.url));
