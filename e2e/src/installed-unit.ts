import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Background } from './background.ts';
import { mustRun } from './run.ts';

/** Starts what a unit's ExecStart says, in an install root, as the unit's user with that user's groups from the root's passwd file. */
export function startUnit(root: string, unit: string): Background {
  const setting = readUnit(root, unit);
  const { uid, gid } = accountOf(root, setting('User'));
  return new Background('chroot', [`--userspec=${uid}:${gid}`, '--groups=', root, ...setting('ExecStart').split(' ')], { env: { PATH: '/usr/bin:/usr/sbin', HOME: '/' } });
}

/** Does what a unit's ExecStartPre says, as the unit's user. */
export async function prepareUnit(root: string, unit: string): Promise<string> {
  const setting = readUnit(root, unit);
  const { uid, gid } = accountOf(root, setting('User'));
  return mustRun('chroot', [`--userspec=${uid}:${gid}`, '--groups=', root, ...setting('ExecStartPre').split(' ')], { env: { PATH: '/usr/bin:/usr/sbin', HOME: '/' } });
}

function readUnit(root: string, unit: string): (name: string) => string {
  const text = readFileSync(join(root, 'usr/lib/systemd/system', unit), 'utf8');
  return (name) => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? '';
}

/** Numbers of an account in an install root. */
export function accountOf(root: string, name: string): { readonly uid: number; readonly gid: number } {
  const line = readFileSync(join(root, 'etc/passwd'), 'utf8').split('\n').find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  if (uid === undefined || gid === undefined) throw new Error(`no account "${name}" in ${root}/etc/passwd`);
  return { uid: Number(uid), gid: Number(gid) };
}
