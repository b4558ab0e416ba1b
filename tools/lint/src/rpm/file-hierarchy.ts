/** Folders that belong to the system's own packages (`rpm -ql filesystem` of EL9, and systemd's): nothing else need own them. */
const systemFolders = new Set([
  '/', '/boot', '/etc', '/opt', '/run', '/srv', '/usr', '/var',
  ...['bin', 'games', 'include', 'lib', 'lib64', 'libexec', 'local', 'sbin', 'share', 'src'].map((name) => `/usr/${name}`),
  ...['applications', 'bash-completion', 'bash-completion/completions', 'doc', 'icons', 'info', 'licenses', 'locale', 'man', 'metainfo', 'misc', 'pixmaps', 'zsh', 'zsh/site-functions'].map((name) => `/usr/share/${name}`),
  ...Array.from({ length: 9 }, (_, index) => `/usr/share/man/man${index + 1}`),
  ...['systemd', 'systemd/system', 'systemd/user', 'systemd/system-preset', 'sysusers.d', 'tmpfiles.d', 'sysctl.d', 'modules-load.d', 'udev', 'udev/rules.d', 'firewalld', 'firewalld/services'].map((name) => `/usr/lib/${name}`),
  ...['cron.d', 'cron.daily', 'cron.hourly', 'cron.weekly', 'logrotate.d', 'pam.d', 'pki', 'pki/rpm-gpg', 'profile.d', 'security', 'security/limits.d', 'ssl', 'sudoers.d', 'sysconfig', 'systemd', 'systemd/system', 'yum.repos.d', 'httpd', 'httpd/conf.d', 'nginx', 'nginx/conf.d', 'nginx/default.d'].map((name) => `/etc/${name}`),
  ...['cache', 'empty', 'lib', 'local', 'lock', 'log', 'mail', 'opt', 'spool', 'tmp', 'www'].map((name) => `/var/${name}`),
]);

/** Why a package has no business in a place; by the beginning of the path, first match (FHS 3.0, by section). */
const wrongPlaces: readonly (readonly [RegExp, string])[] = [
  [/^\/usr\/local(?:\/|$)/u, '/usr/local is for what the administrator installs without packages (FHS 4.9)'],
  [/^\/(?:home|root)(?:\/|$)/u, 'home folders belong to users (FHS 3.8, 3.14)'],
  [/^\/(?:tmp|var\/tmp)(?:\/|$)/u, 'temporary files vanish (FHS 3.18, 5.15)'],
  [/^\/(?:mnt|media)(?:\/|$)/u, 'mount points belong to the administrator (FHS 3.11, 3.12)'],
  [/^\/srv(?:\/|$)/u, 'what a site serves is arranged by the site (FHS 3.17)'],
  [/^\/(?:proc|sys|dev)(?:\/|$)/u, 'the kernel makes these files (FHS 6.1)'],
  [/^\/(?:bin|sbin|lib|lib64)(?:\/|$)/u, 'it is a symbolic link into /usr on EL; use the place below /usr'],
  [/^\/var\/run(?:\/|$)/u, '/var/run is a symbolic link to /run (FHS 5.13)'],
  [/^\/etc\/(?:rc\.d\/)?init\.d\//u, 'scripts of System V are not started; use a systemd unit'],
  [/^\/etc\/systemd\/system\//u, 'units below /etc are the administrator\'s; use /usr/lib/systemd/system'],
  [/^\/lib\/systemd\//u, 'units are in /usr/lib/systemd/system'],
  [/^\/usr\/(?:etc|var|tmp|man|doc|info)(?:\/|$)/u, 'there is no such folder below /usr (FHS 4)'],
  [/^\/(?!(?:boot|etc|opt|run|usr|var)(?:\/|$))/u, 'packages add no folder at the top (FHS 3)'],
  [/^\/usr\/(?!(?:bin|games|include|lib|lib64|libexec|sbin|share|src)(?:\/|$))/u, 'packages add no folder below /usr (FHS 4)'],
];

/** Folders of python3-libs (`rpm -ql` of EL9), of whatever version: modules require their python(abi). */
const pythonFolder = /^\/usr\/lib(?:64)?\/python3\.\d+(?:\/site-packages(?:\/__pycache__)?)?$/u;

/** Whether a folder belongs to the system. */
export function isSystemFolder(path: string): boolean {
  return systemFolders.has(path) || pythonFolder.test(path);
}

/** Why a package may not install something in a place; undefined where it may. */
export function judgePlace(path: string): string | undefined {
  return wrongPlaces.find(([pattern]) => pattern.test(path))?.[1];
}
