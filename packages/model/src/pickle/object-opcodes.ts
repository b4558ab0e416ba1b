import type { ByteCursor } from './byte-cursor.ts';
import { PickleError } from './pickle-error.ts';
import type { PickleStack } from './pickle-stack.ts';
import { decodeLatin1 } from './pickle-text.ts';
import { isPickleObject, isPickleTuple, type GlobalName, type PickleGlobal, type PickleValue, type SpecClass } from './pickle-value.ts';

/** The only names a pickle may hold, by module and name. Source: panda-server, `taskbuffer/WrappedPickle.py`, without what this reader does not need. */
const allowedNames: ReadonlyMap<string, GlobalName> = new Map([
  ['taskbuffer.JobSpec JobSpec', 'JobSpec'],
  ['pandaserver.taskbuffer.JobSpec JobSpec', 'JobSpec'],
  ['taskbuffer.FileSpec FileSpec', 'FileSpec'],
  ['pandaserver.taskbuffer.FileSpec FileSpec', 'FileSpec'],
  ['copy_reg _reconstructor', 'reconstructor'],
  ['copyreg _reconstructor', 'reconstructor'],
  ['__builtin__ object', 'object'],
  ['builtins object', 'object'],
]);

/** GLOBAL: a name from the list above; nothing is imported. */
export function readGlobal(stack: PickleStack, cursor: ByteCursor): PickleGlobal {
  const written = `${decodeLatin1(cursor.takeLine())} ${decodeLatin1(cursor.takeLine())}`;
  const name = allowedNames.get(written);
  if (name === undefined) throw new PickleError('PICKLE_CLASS_FORBIDDEN', stack.offset, `class ${JSON.stringify(written.slice(0, 80))} is not allowed`);
  return { kind: 'global', name };
}

/** REDUCE: makes an empty spec from `_reconstructor(class, object, None)`. */
export function reduce(stack: PickleStack): void {
  const parameters = stack.pop();
  const callable = stack.pop();
  const items = isPickleTuple(parameters) ? parameters.items : [];
  const isReconstruction = isGlobal(callable, 'reconstructor') && items.length === 3 && isGlobal(items[1], 'object') && items[2] === null;
  if (!isReconstruction) throw new PickleError('PICKLE_CLASS_FORBIDDEN', stack.offset, 'a call other than _reconstructor(class, object, None) is not allowed');
  pushObject(stack, items[0]);
}

/** NEWOBJ: makes an empty spec from a class and no arguments. */
export function construct(stack: PickleStack): void {
  const parameters = stack.pop();
  if (!isPickleTuple(parameters) || parameters.items.length > 0) throw stack.malformed('a new object with arguments');
  pushObject(stack, stack.pop());
}

/** BUILD: gives a spec its state. */
export function build(stack: PickleStack): void {
  const state = stack.pop();
  const object = stack.top();
  if (!isPickleObject(object)) throw stack.malformed('a state for what is no object');
  stack.contain(object, [state]);
  object.state = state;
}

function pushObject(stack: PickleStack, type: PickleValue | undefined): void {
  const className = specClass(type);
  if (className === undefined) throw new PickleError('PICKLE_CLASS_FORBIDDEN', stack.offset, 'an object of a class other than JobSpec and FileSpec is not allowed');
  stack.push({ kind: 'object', className, state: null });
}

function specClass(type: PickleValue | undefined): SpecClass | undefined {
  if (isGlobal(type, 'JobSpec')) return 'JobSpec';
  return isGlobal(type, 'FileSpec') ? 'FileSpec' : undefined;
}

function isGlobal(value: PickleValue | undefined, name: GlobalName): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global' && value.name === name;
}
