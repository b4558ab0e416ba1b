import { StringDecoder } from 'node:string_decoder';
import type { HistoryCommit } from './history.ts';

/** A record of `git log -z --name-status`: one token `\x01 id \x02 parents \x02 time \x02 message`, then for each path a status and the path. */
export const logFormat = '%x01%H%x02%P%x02%ct%x02%B';

const recordStart = '\x01';
const newline = '\n';
const added = 'A';
const deleted = 'D';

/** The commits of a log printed with `-z --name-status --no-renames` and {@link logFormat}, as its bytes come. Bytes that are no UTF-8 become U+FFFD. */
export class LogParser {
  /** Commits whose records are whole. */
  readonly commits: HistoryCommit[] = [];
  /** Decodes whole chunks: to make a string of each token's bytes takes longer than all else here. */
  readonly #decoder = new StringDecoder('utf8');
  #open: OpenCommit | undefined;
  /** Status of the path that comes next. */
  #status: string | undefined;
  /** Part of a token that goes on in the next chunk. */
  #rest = '';

  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    let offset = 0;
    for (let end = text.indexOf('\0'); end !== -1; end = text.indexOf('\0', offset)) {
      this.#take(this.#rest + text.slice(offset, end));
      this.#rest = '';
      offset = end + 1;
    }
    this.#rest += text.slice(offset);
  }

  /** Says that no byte follows. */
  end(): void {
    this.#rest += this.#decoder.end();
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
    if (this.#open !== undefined) this.commits.push(this.#open);
    this.#open = undefined;
  }

  #take(token: string): void {
    if (this.#status !== undefined) this.#takePath(token, this.#status);
    else if (token.startsWith(recordStart)) this.#begin(token);
    else this.#status = token.startsWith(newline) ? token[1] : token[0];
  }

  #begin(token: string): void {
    if (this.#open !== undefined) this.commits.push(this.#open);
    this.#open = { ...parseHead(token), paths: [], added: [], deleted: [] };
  }

  #takePath(path: string, status: string): void {
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
