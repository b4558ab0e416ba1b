import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { PandaError } from '@bigpanda/model';
import { listenAddressSchema, logSettingsSchema, metricsSettingsSchema, runProgram, type PreparedProgram, type Program, type ProgramStart } from '../src/index.ts';

const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '::1', port: 1234 }),
  log: logSettingsSchema,
  metrics: metricsSettingsSchema,
  fails: z.enum(['expectedly', 'otherwise']).optional(),
});

type Configuration = z.output<typeof configurationSchema>;

/** Answers each request with its options, after 300 milliseconds, or as many as it is asked for, below `/slow`; tells on stderr that it gives back what it holds. */
const exampleProgram: Program<Configuration, 'greeting'> = {
  name: 'example',
  purpose: 'Greets.',
  options: [{ name: 'greeting', value: 'TEXT', description: 'what to say (without it: nothing)' }],
  configurationSchema,
  prepare,
};

async function prepare({ configuration, options, version, log }: ProgramStart<Configuration, 'greeting'>): Promise<PreparedProgram> {
  if (configuration.fails === 'expectedly') throw new PandaError('X', 'prepare: found no "x"', { exitStatus: 2, hint: 'Install x.' });
  if (configuration.fails === 'otherwise') throw new TypeError('not a function');
  return {
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname === '/slow') {
        log.info('asked slowly');
        await setTimeout(Number(search.slice(1) || 300), undefined, { ref: false });
      }
      return Response.json({ greeting: options.get('greeting'), version });
    },
    facts: { greetings: options.size },
    release: async () => { process.stderr.write('released\n'); },
  };
}

process.exitCode = await runProgram(exampleProgram, process.argv.slice(2), new URL('./', import.meta.url));
