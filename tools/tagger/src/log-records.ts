import type { HistoryCommit } from './history.ts';

/** A record of `git log -z --name-status`: one token `\x01 id \x02 parents \x02 time \x02 message`, then for each path a status and the path. */
export const logFormat = '%x01%H%x02%P%x02%ct%x02%B';

const recordStart = 0x01;
const newline = 0x0a;

/** The commits of a log printed with `-z --name-status --no-renames` and {@link logFormat}. Bytes that are no UTF-8 become U+FFFD. */
export function parseLog(output: Buffer): HistoryCommit[] {
  const commits: HistoryCommit[] = [];
  let paths: { paths: string[]; added: string[]; deleted: string[] } = { paths: [], added: [], deleted: [] };
  const tokens = new Tokens(output);
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    if (token[0] === recordStart) {
      paths = { paths: [], added: [], deleted: [] };
      commits.push({ ...parseHead(token.toString('utf8')), ...paths });
      continue;
    }
    const status = token[0] === newline ? token[1] : token[0];
    if (status === undefined) continue;
    const path = (tokens.next() ?? Buffer.of()).toString('utf8');
    paths.paths.push(path);
    if (status === 0x41) paths.added.push(path);
    if (status === 0x44) paths.deleted.push(path);
  }
  return commits;
}

/** What lies between NUL bytes, one after the other. */
class Tokens {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(): Buffer | undefined {
    if (this.#offset >= this.#bytes.length) return undefined;
    const found = this.#bytes.indexOf(0, this.#offset);
    const end = found === -1 ? this.#bytes.length : found;
    const token = this.#bytes.subarray(this.#offset, end);
    this.#offset = end + 1;
    return token;
  }
}

function parseHead(token: string): Pick<HistoryCommit, 'id' | 'parents' | 'timeSeconds' | 'message'> {
  const [id = '', parents = '', time = '', ...message] = token.slice(1).split('\x02');
  return { id, parents: parents === '' ? [] : parents.split(' '), timeSeconds: Number(time), message: message.join('\x02').trim() };
}
