/** The parts of `[epoch:]version[-release]`; without an epoch it is `0`, without a release it is empty. */
export function splitEvr(evr: string): { readonly epoch: string; readonly version: string; readonly release: string } {
  const [, epoch = '0', rest = ''] = /^(?:([^:]*):)?(.*)$/s.exec(evr) ?? [];
  const dash = rest.indexOf('-');
  if (dash < 0) return { epoch: epoch || '0', version: rest, release: '' };
  return { epoch: epoch || '0', version: rest.slice(0, dash), release: rest.slice(dash + 1) };
}
