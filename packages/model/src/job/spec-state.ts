import { PandaError } from '../panda-error.ts';
import { fileAttributes } from './file-attributes.ts';
import { jobAttributes } from './job-attributes.ts';
import type { FileSpec, JobAttributes, SpecValue } from './job-spec.ts';

/** How an unset attribute is written in every wire format. */
export const unset = 'NULL';

/**
 * The attributes that a job's state list holds. The last element of a state, `Files`, is not looked at.
 * A state with fewer attributes leaves the rest unset; elements beyond the known attributes are ignored.
 * @throws PandaError `SPEC_VALUE_INVALID`
 */
export function jobAttributesFromState(state: readonly unknown[]): JobAttributes {
  return attributesFromState(jobAttributes, state);
}

/**
 * The file that a state list holds. The last element of a state, the owner, is not looked at.
 * @throws PandaError `SPEC_VALUE_INVALID`
 */
export function fileFromState(state: readonly unknown[]): FileSpec {
  return attributesFromState(fileAttributes, state);
}

/** The attributes of a job in state order, `NULL` where unset; the caller appends `Files`. */
export function stateFromJobAttributes(attributes: JobAttributes): SpecValue[] {
  return jobAttributes.map((name) => attributes[name] ?? unset);
}

/** The attributes of a file in state order, `NULL` where unset; the caller appends the owner. */
export function stateFromFile(file: FileSpec): SpecValue[] {
  return fileAttributes.map((name) => file[name] ?? unset);
}

function attributesFromState<Name extends string>(names: readonly Name[], state: readonly unknown[]): Partial<Record<Name, SpecValue>> {
  const attributes: Partial<Record<Name, SpecValue>> = {};
  const last = Math.min(names.length, state.length - 1);
  for (const [index, name] of names.slice(0, Math.max(last, 0)).entries()) {
    const value = readSpecValue(name, state[index]);
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

function readSpecValue(name: string, value: unknown): SpecValue | undefined {
  if (value === null || value === undefined || value === unset) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new PandaError('SPEC_VALUE_INVALID', `read state of a job or file: attribute "${name}" is ${describe(value)}, wanted text, a number or None`);
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value;
}
