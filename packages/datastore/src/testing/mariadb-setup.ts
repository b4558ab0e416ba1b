import { shareMariadb } from './shared-mariadb.ts';

/** What vitest does before and after a run: offers all test files one MariaDB server. */
export function setup(): Promise<() => Promise<void>> {
  return shareMariadb();
}
