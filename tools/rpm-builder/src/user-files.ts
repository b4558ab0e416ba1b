import type { GroupDescription, RpmDescription, UserDescription } from '@bigpanda/release-model';

/** Where systemd-sysusers finds the users of a package. */
export function sysusersPath(packageName: string): string {
  return `/usr/lib/sysusers.d/${packageName}.conf`;
}

/** The lines of sysusers.d(5) that make the groups, then the users, each with a group of the same name; empty when there are none. */
export function writeSysusers({ users, groups }: Pick<RpmDescription, 'users' | 'groups'>): string {
  return [...groups.map(writeGroup), ...users.flatMap(writeUser)].map((line) => `${line}\n`).join('');
}

function writeGroup({ name, id }: GroupDescription): string {
  return `g ${name} ${id ?? '-'}`;
}

function writeUser({ name, id, description, home, shell, groups }: UserDescription): readonly string[] {
  return [
    `u ${name} ${id ?? '-'} "${description}" ${home}${shell === undefined ? '' : ` ${shell}`}`,
    ...groups.map((group) => `m ${name} ${group}`),
  ];
}

/** What neither sysusers.d(5) nor a line of passwd(5) can hold in a description or home. */
export const userTextPattern = /^[^:"\\%]*$/;
