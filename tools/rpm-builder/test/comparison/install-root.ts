import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print, run, type Run } from '../fixture.ts';

/** Programs that scripts call; each says into a file how it was called, with which script and with what on its standard input. */
const stubs = ['usr/bin/perl', 'usr/bin/python3', 'bin/bash', 'sbin/ldconfig', 'bin/true', 'usr/bin/systemctl', 'usr/bin/systemd-sysusers', 'usr/bin/systemd-tmpfiles'];
const stubScript = `#!/bin/sh
args=
for one; do
  case "$one" in
    *rpm-tmp*) args="$args {$(cat "$one")}" ;;
    *) args="$args $one" ;;
  esac
done
case "$0" in
  *sysusers) args="$args <$(cat)>" ;;
esac
echo "$0$args" >> /log
`;
const applets = ['sh', 'cat', 'grep', 'echo', 'touch'];

/** An empty system with a shell, in which scripts really run. */
export interface InstallRoot {
  readonly path: string;
  rpm(...parameters: readonly string[]): Run;
  /** What ran since the last time it was asked. */
  takeLog(): readonly string[];
  /** Every file with its type, mode, owner, size, link target, capabilities and digest. */
  list(): string;
}

/** Makes one in a folder that is not there yet. */
export function makeInstallRoot(path: string): InstallRoot {
  for (const folder of ['bin', 'sbin', 'usr/bin', 'etc', 'var/tmp', 'tmp', 'dev']) mkdirSync(join(path, folder), { recursive: true });
  print('cp', ['/bin/busybox', join(path, 'bin/busybox')]);
  print('cp', ['-a', '/dev/null', join(path, 'dev/null')]);
  for (const applet of applets) symlinkSync('busybox', join(path, 'bin', applet));
  for (const stub of stubs) writeFileSync(join(path, stub), stubScript, { mode: 0o755 });
  writeFileSync(join(path, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nkeeper:x:990:990::/:/bin/sh\nreader:x:481:481::/:/bin/sh\nfull:x:480:480::/:/bin/sh\nplain-user:x:479:479::/:/bin/sh\n');
  writeFileSync(join(path, 'etc/group'), 'root:x:0:\nkeeper:x:990:\nreader:x:481:\nreaders:x:482:\nfull:x:480:\noperators:x:483:\nnumbered:x:484:\nplain-user:x:479:\n');
  writeFileSync(join(path, 'log'), '');
  return {
    path,
    rpm(...parameters) {
      const { status, output } = run('rpm', ['--root', path, '--dbpath', '/db', ...parameters]);
      // Debian's rpm says that it is not Debian's way; scripts get names at random.
      const lines = output.split('\n').filter((line) => !line.startsWith('rpm: '));
      return { status, output: lines.join('\n').replaceAll(/rpm-tmp\.\w+/g, 'rpm-tmp').replaceAll(/;[0-9a-f]{8}/g, ';') };
    },
    takeLog() {
      const lines = readFileSync(join(path, 'log'), 'utf8').split('\n').slice(0, -1);
      writeFileSync(join(path, 'log'), '');
      return lines;
    },
    list() {
      const script = 'cd "$1" && find . -path ./db -prune -o -path ./dev -prune -o -path ./log -prune -o -printf "%p %y %m %u %g %l\\n" | sort && getcap -r . 2>/dev/null | sort && find . -path ./db -prune -o -type f -print0 | sort -z | xargs -0 sha256sum';
      return print('sh', ['-c', script, 'sh', path]);
    },
  };
}
