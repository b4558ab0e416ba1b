import type { UserDescription } from '@bigpanda/release-model';

/** Where systemd-sysusers finds the users of a package. */
export function sysusersPath(packageName: string): string {
  return `/usr/lib/sysusers.d/${packageName}.conf`;
}

/** The lines of sysusers.d(5) that make the users, each with a group of the same name. */
export function writeSysusers(users: readonly UserDescription[]): string {
  return users.map(({ name, description, home }) => `u ${name} - "${description}" ${home}\n`).join('');
}

/** What neither sysusers.d(5) nor a line of passwd(5) can hold in a description or home. */
export const userTextPattern = /^[^:"\\%]*$/;
