import type { Dependency } from './dependency.ts';
import type { PackageSpec } from './package-spec.ts';
import { listScriptletPrograms } from './scriptlet-entries.ts';
import { sense } from './sense.ts';
import { listTriggerPrograms } from './trigger-entries.ts';

/** The interpreter inside rpm, which needs no program. */
export const embeddedLua = '<lua>';

/** What the interpreters of scriptlets and triggers require, with the sense bits that order the transaction. */
export function requireInterpreters(spec: PackageSpec): readonly Dependency[] {
  return listPrograms(spec)
    .filter(({ program }) => program !== embeddedLua)
    .map(({ program, sense: bits }) => ({ name: program, sense: sense.interpreter | bits }));
}

/** Whether any script runs in rpm's own interpreter. */
export function usesLua(spec: PackageSpec): boolean {
  return listPrograms(spec).some(({ program }) => program === embeddedLua);
}

function listPrograms(spec: PackageSpec) {
  return [...listScriptletPrograms(spec), ...listTriggerPrograms(spec)];
}
