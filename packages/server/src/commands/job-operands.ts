import { PandaError } from '@bigpanda/model';

/**
 * The PandaIDs that a command was given.
 * @throws PandaError `USAGE_WRONG`, exit status 2
 */
export function readJobOperands(operands: readonly string[]): readonly number[] {
  const ids = operands.map(Number);
  if (ids.length === 0 || ids.some((id) => !Number.isSafeInteger(id) || id < 1)) {
    throw new PandaError('USAGE_WRONG', `read arguments: found ${operands.length === 0 ? 'no PandaID' : operands.map((text) => `"${text}"`).join(', ')}, wanted PandaIDs`, { exitStatus: 2, hint: 'Name jobs by their numbers.' });
  }
  return ids;
}
