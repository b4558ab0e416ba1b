import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { unpackedModules, unpackPackages } from './unpacked-packages.ts';

/** A program that tests call, and the packages that bring it. */
interface Tool {
  readonly program: string;
  /** Modules that the program, a Python in /usr/bin, has to find. */
  readonly modules?: readonly string[];
  readonly apt: string;
  /** Whether apt may not install it beside the others. */
  readonly unpacked?: boolean;
  readonly dnf: string;
}

const tools: readonly Tool[] = [
  { program: 'git', apt: 'git', dnf: 'git-core' },
  { program: 'rpm', apt: 'rpm', dnf: 'rpm' },
  { program: 'rpmbuild', apt: 'rpm', dnf: 'rpm-build' },
  { program: 'rpmsign', apt: 'rpm', dnf: 'rpm-sign' },
  { program: 'rpm2cpio', apt: 'rpm2cpio', dnf: 'rpm' },
  { program: 'cpio', apt: 'cpio', dnf: 'cpio' },
  { program: 'dnf', apt: 'dnf', dnf: 'dnf' },
  { program: 'zypper', apt: 'zypper', dnf: 'zypper' },
  { program: 'createrepo_c', apt: 'createrepo-c', dnf: 'createrepo_c' },
  { program: 'rpmlint', apt: 'rpmlint', dnf: 'rpmlint' },
  { program: 'gpg', apt: 'gpg', dnf: 'gnupg2' },
  { program: 'ssh-keygen', apt: 'openssh-client', dnf: 'openssh' },
  { program: 'chromium', apt: 'chromium', dnf: 'chromium' },
  { program: 'faketime', apt: 'faketime', dnf: 'libfaketime' },
  { program: 'busybox', apt: 'busybox-static', dnf: 'busybox' },
  { program: 'systemd-analyze', apt: 'systemd', dnf: 'systemd' },
  { program: 'python3', modules: ['setuptools', 'wheel', 'librepo'], apt: 'python3 python3-setuptools python3-wheel python3-librepo', dnf: 'python3 python3-setuptools python3-wheel python3-librepo' },
  { program: 'python3', modules: ['dnfpluginscore'], apt: 'dnf-plugins-core', unpacked: true, dnf: 'dnf-plugins-core' },
  { program: 'pkg-config', apt: 'pkgconf', dnf: 'pkgconf-pkg-config' },
  { program: 'setpriv', apt: 'util-linux', dnf: 'util-linux' },
  { program: 'mariadbd', apt: 'mariadb-server', dnf: 'mariadb-server' },
  { program: 'mariadb-install-db', apt: 'mariadb-server', dnf: 'mariadb-server' },
  { program: 'fc-list', apt: 'fontconfig fonts-dejavu-core', dnf: 'fontconfig dejavu-sans-fonts' },
];

/** Installs the system's programs that tests call and that are missing; false, with what to do, when it cannot. */
export function provision(env: NodeJS.ProcessEnv): boolean {
  const missing = tools.filter((tool) => !isComplete(tool, env));
  if (missing.length === 0) return true;
  const names = missing.map((tool) => tool.program).join(', ');
  const manager = ['apt-get', 'dnf'].find((program) => isInstalled(program, env) && !(program === 'dnf' && isInstalled('apt-get', env)));
  const prefix = rootPrefix(env);
  if (manager === undefined || prefix === undefined) {
    process.stderr.write(`error: provision the tests: missing: ${names}\n  hint: Install them as root: ${describePackages(missing, manager)}\n`);
    return false;
  }
  const [kept, aside] = splitPackages(missing, manager);
  process.stderr.write(`Tests need ${names}; installing with ${manager}: ${[...kept, ...aside].join(' ')}\n`);
  const installed = manager === 'apt-get'
    ? run([...prefix, 'apt-get', 'update', '-qq'], env) && run([...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...kept], env) && unpackPackages(aside, env)
    : run([...prefix, 'dnf', 'install', '-y', '-q', '--setopt=install_weak_deps=False', ...kept, ...aside], env);
  const still = tools.filter((tool) => !isComplete(tool, env)).map((tool) => tool.program);
  if (installed && still.length === 0) return true;
  process.stderr.write(`error: provision the tests: still missing: ${still.join(', ')}\n  hint: Read what ${manager} printed above.\n`);
  return false;
}

function isComplete({ program, modules = [] }: Tool, env: NodeJS.ProcessEnv): boolean {
  if (!isInstalled(program, env)) return false;
  return modules.length === 0 || spawnSync(`/usr/bin/${program}`, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore', env: { ...env, PYTHONPATH: unpackedModules(env) } }).status === 0;
}

function isInstalled(program: string, env: NodeJS.ProcessEnv): boolean {
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => canRun(join(folder, program)));
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function rootPrefix(env: NodeJS.ProcessEnv): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  const sudo = isInstalled('sudo', env) && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return sudo ? ['sudo', '-n'] : undefined;
}

function describePackages(missing: readonly Tool[], manager: string | undefined): string {
  const [kept, aside] = splitPackages(missing, manager);
  if (manager === 'dnf') return `dnf install ${[...kept, ...aside].join(' ')}`;
  return [...(kept.length === 0 ? [] : [`apt-get install ${kept.join(' ')}`]), ...(aside.length === 0 ? [] : [`npm test, which unpacks ${aside.join(' ')} below the cache folder`])].join(', then ');
}

/** Packages to install, and those that apt may only unpack. */
function splitPackages(missing: readonly Tool[], manager: string | undefined): readonly [readonly string[], readonly string[]] {
  const list = (tools: readonly Tool[]) => [...new Set(tools.flatMap((tool) => tool[manager === 'dnf' ? 'dnf' : 'apt'].split(' ')))];
  return [list(missing.filter(({ unpacked }) => unpacked !== true)), list(missing.filter(({ unpacked }) => unpacked === true))];
}

/** Output goes to standard error and is shown only by a failing run. */
function run([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): boolean {
  const result = spawnSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}`);
  return result.status === 0;
}
