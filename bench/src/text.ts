const words = ['job', 'pilot', 'site', 'queue', 'task', 'state', 'worker', 'cloud', 'dataset', 'transfer', 'finished', 'failed', 'running', 'brokerage'];

/** Text of about the given length that compresses like source code does; the same seed gives the same text. */
export function makeText(seed: number, length: number): string {
  let state = seed * 2_654_435_761 + 1;
  const parts: string[] = [];
  for (let size = 0; size < length;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const part = `${words[state % words.length] ?? ''} ${(state >>> 8).toString(16)}${state % 7 === 0 ? '\n' : ' '}`;
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}
