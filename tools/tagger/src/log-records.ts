import type { HistoryCommit } from './history.ts';

/** A record of `git log -z --name-status`: one token `\x01 id \x02 parents \x02 time \x02 message`, then for each path a status and the path. */
export const logFormat = '%x01%H%x02%P%x02%ct%x02%B';

const recordStart = 0x01;
const newline = 0x0a;
const added = 0x41;
const deleted = 0x44;

/** The commits of a log printed with `-z --name-status --no-renames` and {@link logFormat}, as its bytes come. Bytes that are no UTF-8 become U+FFFD. */
export class LogParser {
  /** Commits whose records are whole. */
  readonly commits: HistoryCommit[] = [];
  #open: OpenCommit | undefined;
  /** Status of the path that comes next. */
  #status: number | undefined;
  /** Bytes of a token that goes on in the next chunk. */
  #rest: Buffer = Buffer.of();

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, offset)) {
      this.#take(bytes.subarray(offset, end));
      offset = end + 1;
    }
    this.#rest = bytes.subarray(offset);
  }

  /** Says that no byte follows. */
  end(): void {
    if (this.#rest.length > 0) this.#take(this.#rest);
    this.#rest = Buffer.of();
    if (this.#open !== undefined) this.commits.push(this.#open);
    this.#open = undefined;
  }

  #take(token: Buffer): void {
    if (this.#status !== undefined) this.#takePath(token.toString('utf8'), this.#status);
    else if (token[0] === recordStart) this.#begin(token);
    else this.#status = token[0] === newline ? token[1] : token[0];
  }

  #begin(token: Buffer): void {
    if (this.#open !== undefined) this.commits.push(this.#open);
    this.#open = { ...parseHead(token.toString('utf8')), paths: [], added: [], deleted: [] };
  }

  #takePath(path: string, status: number): void {
    this.#status = undefined;
    this.#open?.paths.push(path);
    if (status === added) this.#open?.added.push(path);
    if (status === deleted) this.#open?.deleted.push(path);
  }
}

interface OpenCommit extends HistoryCommit {
  readonly paths: string[];
  readonly added: string[];
  readonly deleted: string[];
}

function parseHead(token: string): Pick<HistoryCommit, 'id' | 'parents' | 'timeSeconds' | 'message'> {
  const [id = '', parents = '', time = '', ...message] = token.slice(1).split('\x02');
  return { id, parents: parents === '' ? [] : parents.split(' '), timeSeconds: Number(time), message: message.join('\x02').trim() };
}
