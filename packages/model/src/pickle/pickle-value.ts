/** What a pickle of PanDA's protocol holds. Lists are arrays, dicts are Maps; values may refer to one another in a cycle. */
export type PickleValue = null | boolean | number | bigint | string | PickleValue[] | Map<PickleValue, PickleValue> | PickleTuple | PickleObject | PickleGlobal;

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A JobSpec or FileSpec with the state it was pickled with: a list of its attributes, then its files or its owner. */
export interface PickleObject {
  readonly kind: 'object';
  readonly className: SpecClass;
  state: PickleValue;
}

/** The name of a class or function; names are never looked up and never run. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: GlobalName;
}

export type SpecClass = 'JobSpec' | 'FileSpec';
export type GlobalName = SpecClass | 'object' | 'reconstructor';

/** A tuple of values. */
export function pickleTuple(...items: readonly PickleValue[]): PickleTuple {
  return { kind: 'tuple', items };
}

/** Whether a value is a pickled JobSpec or FileSpec. */
export function isPickleObject(value: PickleValue | undefined): value is PickleObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object';
}

/** Whether a value is a tuple. */
export function isPickleTuple(value: PickleValue | undefined): value is PickleTuple {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tuple';
}
