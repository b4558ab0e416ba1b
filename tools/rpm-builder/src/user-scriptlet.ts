import type { GroupDescription, RpmDescription, UserDescription } from '@bigpanda/release-model';
import { quoteWord } from './shell-text.ts';
import { sysusersPath, writeSysusers } from './user-files.ts';

/**
 * The part of %pre that makes users before files are unpacked; rpm does so itself from 4.19 on only.
 * systemd-sysusers where there is one, else shadow's useradd, else busybox's adduser. Where none works rpm warns and the files are root's.
 */
export function writeUserScript(packageName: string, accounts: Pick<RpmDescription, 'users' | 'groups'>): string | undefined {
  const { users, groups } = accounts;
  if (users.length + groups.length === 0) return undefined;
  return `\
has_entry() { getent "$1" "$2" >/dev/null 2>&1 || grep -q "^$2:" "/etc/$1" 2>/dev/null; }
if command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers --replace=${sysusersPath(packageName)} - <<'SYSUSERS' || :
${writeSysusers(accounts)}SYSUSERS
elif command -v useradd >/dev/null 2>&1; then
${groups.map(writeShadowGroup).join('')}${users.map(writeShadowUser).join('')}elif command -v adduser >/dev/null 2>&1; then
${groups.map(writeBusyboxGroup).join('')}${users.map(writeBusyboxUser).join('')}fi
`;
}

function writeShadowGroup({ name, id }: GroupDescription): string {
  return `  has_entry group ${name} || groupadd -r ${id === undefined ? '' : `-g ${id} `}${name} || :\n`;
}

function writeShadowUser({ name, id, description, home, shell = '/sbin/nologin', groups }: UserDescription): string {
  const number = id === undefined ? '' : `-u ${id} `;
  return `\
${writeShadowGroup({ name, id })}\
  has_entry passwd ${name} || useradd -r -M ${number}-g ${name} -d ${quoteWord(home)} -s ${quoteWord(shell)} -c ${quoteWord(description)} ${name} || :
${groups.map((group) => `  usermod -a -G ${group} ${name} || :\n`).join('')}`;
}

function writeBusyboxGroup({ name, id }: GroupDescription): string {
  return `  has_entry group ${name} || addgroup -S ${id === undefined ? '' : `-g ${id} `}${name} || :\n`;
}

function writeBusyboxUser({ name, id, description, home, shell = '/sbin/nologin', groups }: UserDescription): string {
  const number = id === undefined ? '' : `-u ${id} `;
  return `\
${writeBusyboxGroup({ name, id })}\
  has_entry passwd ${name} || adduser -S -D -H ${number}-G ${name} -h ${quoteWord(home)} -s ${quoteWord(shell)} -g ${quoteWord(description)} ${name} || :
${groups.map((group) => `  addgroup ${name} ${group} || :\n`).join('')}`;
}
