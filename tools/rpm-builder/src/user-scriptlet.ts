import type { UserDescription } from '@bigpanda/release-model';
import { quoteWord } from './shell-text.ts';
import { sysusersPath, writeSysusers } from './user-files.ts';

/**
 * The part of %pre that makes users before files are unpacked; rpm does so itself from 4.19 on only.
 * systemd-sysusers where there is one, else shadow's useradd, else busybox's adduser. Where none works rpm warns and the files are root's.
 */
export function writeUserScript(packageName: string, users: readonly UserDescription[]): string | undefined {
  if (users.length === 0) return undefined;
  return `\
has_entry() { getent "$1" "$2" >/dev/null 2>&1 || grep -q "^$2:" "/etc/$1" 2>/dev/null; }
if command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers --replace=${sysusersPath(packageName)} - <<'SYSUSERS' || :
${writeSysusers(users)}SYSUSERS
elif command -v useradd >/dev/null 2>&1; then
${users.map(writeShadowLines).join('')}elif command -v adduser >/dev/null 2>&1; then
${users.map(writeBusyboxLines).join('')}fi
`;
}

function writeShadowLines({ name, description, home }: UserDescription): string {
  return `\
  has_entry group ${name} || groupadd -r ${name} || :
  has_entry passwd ${name} || useradd -r -M -g ${name} -d ${quoteWord(home)} -s /sbin/nologin -c ${quoteWord(description)} ${name} || :
`;
}

function writeBusyboxLines({ name, description, home }: UserDescription): string {
  return `\
  has_entry group ${name} || addgroup -S ${name} || :
  has_entry passwd ${name} || adduser -S -D -H -G ${name} -h ${quoteWord(home)} -s /sbin/nologin -g ${quoteWord(description)} ${name} || :
`;
}
