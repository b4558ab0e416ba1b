import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PandaError, isUtcTime, parseUtcTime } from '@bigpanda/model';

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  /** Everything that is written is below it. */
  readonly folder: string;
  readonly seed: number;
  readonly jobCount: number;
  /** Milliseconds since 1970. */
  readonly end: number;
  readonly serverPort: number;
  readonly monitorPort: number;
}

/** Said by `--help`. */
export const demoHelp = `Makes a day of three VOs and starts server and monitor with it, until Ctrl-C.

  npm run demo -- [options]

  --jobs N           about how many jobs are submitted in the day (3000)
  --seed N           another number gives another day (1)
  --end TIME         when the day ends, "YYYY-MM-DD HH:MM:SS" in UTC (now)
  --folder DIR       where everything is written; made anew each time (build/demo)
  --server-port N    port of the server on 127.0.0.1 (25080)
  --monitor-port N   port of the monitor on 127.0.0.1 (8080)
`;

/**
 * Reads the command line; `undefined` when help is wanted.
 * @throws PandaError `USAGE`, exit status 2
 */
export function readDemoOptions(args: readonly string[], nowMilliseconds: number): DemoOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parse(() => parseArgs({ args: [...args], options: { jobs: text, seed: text, end: text, folder: text, 'server-port': text, 'monitor-port': text, help: { type: 'boolean' } } }));
  if (values.help === true) return undefined;
  if (values.end !== undefined && !isUtcTime(values.end)) throw usage(`--end is "${values.end}", wanted "YYYY-MM-DD HH:MM:SS"`);
  const whole = (name: 'jobs' | 'seed' | 'server-port' | 'monitor-port', usual: number, most: number): number => {
    const value = Number(values[name] ?? usual);
    if (!Number.isSafeInteger(value) || value < 1 || value > most) throw usage(`--${name} is "${values[name] ?? ''}", wanted a whole number from 1 to ${most}`);
    return value;
  };
  return {
    folder: resolve(values.folder ?? 'build/demo'),
    seed: whole('seed', 1, 2 ** 31),
    jobCount: whole('jobs', 3000, 100_000),
    end: values.end === undefined ? nowMilliseconds : parseUtcTime(values.end),
    serverPort: whole('server-port', 25080, 65535),
    monitorPort: whole('monitor-port', 8080, 65535),
  };
}

function parse<Parsed>(run: () => Parsed): Parsed {
  try {
    return run();
  } catch (cause) {
    throw usage((cause as Error).message);
  }
}

function usage(fact: string): PandaError {
  return new PandaError('USAGE', `read command line: ${fact}`, { exitStatus: 2, hint: 'Run npm run demo -- --help.' });
}
