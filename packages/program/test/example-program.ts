import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { PandaError } from '@bigpanda/model';
import { listenAddressSchema, logSettingsSchema, runProgram, type PreparedProgram, type Program, type ProgramStart } from '../src/index.ts';

const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '::1', port: 1234 }),
  log: logSettingsSchema,
  fails: z.enum(['expectedly', 'otherwise']).optional(),
});

type Configuration = z.output<typeof configurationSchema>;

/** Answers each request with its options, after 300 milliseconds below `/slow`; tells on stderr that it gives back what it holds. */
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
      if (new URL(request.url).pathname === '/slow') {
        log.info('asked slowly');
        await setTimeout(300);
      }
      return Response.json({ greeting: options.get('greeting'), version });
    },
    facts: { greetings: options.size },
    release: async () => { process.stderr.write('released\n'); },
  };
}

process.exitCode = await runProgram(exampleProgram, process.argv.slice(2), new URL('./', import.meta.url));
