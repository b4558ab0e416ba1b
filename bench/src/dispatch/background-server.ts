import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openLiveHeap } from './live-heap.ts';

/** A server that runs as a process of its own. */
export interface BackgroundServer extends AsyncDisposable {
  /** `http://address:port` */
  readonly address: string;
  /** Memory that it has in the machine now, in bytes. */
  readResidentBytes(): number;
  /** What of its JavaScript heap is alive, in bytes. */
  readLiveBytes(): Promise<number>;
}

const startMilliseconds = 120_000;

/** Starts a server that prints a JSON line with `msg` "listening" and its address; what it prints goes to a file, as a log does. */
export async function startInBackground(args: readonly string[], logFile: string): Promise<BackgroundServer> {
  const [log, errorFile] = [openSync(logFile, 'w'), `${logFile}.errors`];
  const errors = openSync(errorFile, 'w');
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', ...args], { stdio: ['ignore', log, errors] });
  for (const descriptor of [log, errors]) closeSync(descriptor);
  const ended = once(child, 'close');
  const address = await waitForText(logFile, /^(?=.*"msg":"listening").*"address":"([^"]+)"/m).catch((cause: unknown) => {
    child.kill();
    throw new Error(`start a server: ${readFileSync(errorFile, 'utf8')}`, { cause });
  });
  return {
    address,
    readLiveBytes: async () => {
      using heap = await openLiveHeap(await waitForText(errorFile, /^Debugger listening on (ws:\S+)/m));
      return await heap.readBytes();
    },
    readResidentBytes: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitForText(file: string, pattern: RegExp): Promise<string> {
  for (let waited = 0; waited < startMilliseconds; waited += 50) {
    const found = pattern.exec(readFileSync(file, 'utf8'))?.[1];
    if (found !== undefined) return found;
    await setTimeout(50);
  }
  throw new Error(`start a server: it has not said ${String(pattern)} after ${startMilliseconds / 1000} s`);
}
