import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** A server that runs as a process of its own. */
export interface BackgroundServer extends AsyncDisposable {
  /** `http://address:port` */
  readonly address: string;
  /** Memory that it has in the machine now, in bytes. */
  readResidentBytes(): number;
}

const startMilliseconds = 120_000;

/** Starts a server that prints a JSON line with `msg` "listening" and its address; what it prints goes to a file, as a log does. */
export async function startInBackground(args: readonly string[], logFile: string): Promise<BackgroundServer> {
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, args, { stdio: ['ignore', log, 'inherit'] });
  closeSync(log);
  const ended = once(child, 'close');
  return {
    address: await waitForAddress(logFile),
    readResidentBytes: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitForAddress(logFile: string): Promise<string> {
  for (let waited = 0; waited < startMilliseconds; waited += 50) {
    const line = readFileSync(logFile, 'utf8').split('\n').find((text) => text.includes('"msg":"listening"'));
    const address = /"address":"([^"]+)"/.exec(line ?? '')?.[1];
    if (address !== undefined) return address;
    await setTimeout(50);
  }
  throw new Error(`start a server: it does not listen after ${startMilliseconds / 1000} s`);
}
