import { bumps, type Bump } from '@bigpanda/release-model';

/** Whether a level asks for more than another. */
export function isHeavier(left: Bump, right: Bump): boolean {
  return bumps.indexOf(left) > bumps.indexOf(right);
}

/** The level that asks for most; `none` for an empty list. */
export function heaviest(levels: Iterable<Bump>): Bump {
  let found: Bump = 'none';
  for (const level of levels) if (isHeavier(level, found)) found = level;
  return found;
}

/** A level from a text that may be another. */
export function parseLevel(text: string | null): Bump | undefined {
  return bumps.find((bump) => bump === text);
}
