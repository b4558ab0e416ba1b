import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type Finished } from './run.ts';

/**
 * The real dnf on an install root of its own, with signatures of packages and metadata required by the .repo file.
 * Debian's rpm keeps its database in the home folder unless told otherwise, and its dnf needs the log folder to be there.
 */
export class Dnf {
  readonly root: string;
  readonly #work: string;

  constructor(work: string, dotRepo: string) {
    this.#work = work;
    this.root = join(work, 'root');
    for (const folder of ['root/var/log', 'home', 'repos.d']) mkdirSync(join(work, folder), { recursive: true });
    writeFileSync(join(work, 'home/.rpmmacros'), '%_dbpath /usr/lib/sysimage/rpm\n');
    this.useRepository(dotRepo);
  }

  useRepository(dotRepo: string): void {
    writeFileSync(join(this.#work, 'repos.d/bigpanda.repo'), dotRepo);
  }

  /** Runs `dnf -y ...` against the install root. */
  run(...args: readonly string[]): Promise<Finished> {
    const settings = {
      reposdir: join(this.#work, 'repos.d'),
      cachedir: join(this.#work, 'cache'),
      persistdir: join(this.root, 'var/lib/dnf'),
      logdir: join(this.root, 'var/log'),
      varsdir: '/nonexistent',
      module_platform_id: 'platform:el9',
      install_weak_deps: 'False',
    };
    const options = Object.entries(settings).map(([name, value]) => `--setopt=${name}=${value}`);
    return run('dnf', ['-y', `--installroot=${this.root}`, '--releasever=9', '--forcearch=x86_64', '--noplugins', ...options, ...args], { env: { HOME: join(this.#work, 'home'), LC_ALL: 'C.UTF-8' } });
  }
}
