import type { Dependency, DependencyOperator } from '../dependency.ts';
import { splitEvr } from './evr-text.ts';
import { escapeAttribute } from './xml-text.ts';

/** An entry of a dependency list in primary; `pre` when it has to be installed before the scriptlets run. */
export interface DependencyEntry extends Dependency {
  readonly pre?: boolean;
}

const flagNames: Readonly<Record<DependencyOperator, string>> = { '<': 'LT', '<=': 'LE', '=': 'EQ', '>=': 'GE', '>': 'GT' };

/** One list of dependencies as primary holds it; nothing at all when it is empty. */
export function renderDependencies(element: string, entries: readonly DependencyEntry[]): string {
  if (entries.length === 0) return '';
  return `    <rpm:${element}>\n${entries.map(renderEntry).join('')}    </rpm:${element}>\n`;
}

function renderEntry(entry: DependencyEntry): string {
  const attributes = [['name', entry.name] as const, ...listVersion(entry), ...(entry.pre === true ? [['pre', '1'] as const] : [])];
  return `      <rpm:entry${attributes.map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join('')}/>\n`;
}

function listVersion({ operator, evr }: Dependency): readonly (readonly [string, string])[] {
  if (operator === undefined || evr === undefined) return [];
  const { epoch, version, release } = splitEvr(evr);
  const parts = [['flags', flagNames[operator]], ['epoch', epoch], ['ver', version], ['rel', release]] as const;
  return parts.filter(([, value]) => value !== '');
}
