import type { ConfigurationProblem } from '../release-error.ts';
import type { RpmDescription } from '../rpm-description.ts';

/**
 * Every name under a `targets` of a description that is the name of no target: what is for such a one would be left out everywhere, in silence.
 * @param file path of the description, for messages
 * @param known names of all targets
 */
export function findUnknownTargets(description: RpmDescription, file: string, known: readonly string[]): readonly ConfigurationProblem[] {
  const allowed = known.map((name) => `"${name}"`).join(', ');
  return listTargets(description, `${file}: `).flatMap(({ names, path }) =>
    names.filter((name) => !known.includes(name)).map((name) => ({ path, found: `the target "${name}"`, allowed: `one of ${allowed}` })),
  );
}

interface NamedTargets {
  readonly names: readonly string[];
  readonly path: string;
}

/** The lists of targets in a part of a description, however deep. */
function listTargets(part: unknown, path: string): readonly NamedTargets[] {
  if (Array.isArray(part)) return part.flatMap((item: unknown, index) => listTargets(item, `${path}[${index}]`));
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const place = `${path}${path.endsWith(' ') ? '' : '.'}${key}`;
    if (key !== 'targets' || !Array.isArray(value)) return listTargets(value, place);
    return [{ names: value.filter((name) => typeof name === 'string'), path: place }];
  });
}
