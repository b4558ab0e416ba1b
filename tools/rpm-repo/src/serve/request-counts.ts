import type { Access } from './access-log.ts';

/** Folders that are counted apart; everything else is `other`, so that no client makes up names. */
const areas: readonly string[] = ['channels', 'snapshots', 'serial', 'release', 'at', 'pool', 'keys', 'metrics'];

/** What was served since the start, for Prometheus. */
export class RequestCounts {
  readonly #requests = new Map<string, number>();
  readonly #bytes = new Map<string, number>();

  add({ method, status, path, sentBytes }: Access): void {
    const area = findArea(path);
    const labels = `{area="${area}",method="${method === 'GET' || method === 'HEAD' ? method : 'other'}",status="${status}"}`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    this.#bytes.set(`{area="${area}"}`, (this.#bytes.get(`{area="${area}"}`) ?? 0) + sentBytes);
  }

  /** In the text format of Prometheus, version 0.0.4. */
  render(): string {
    return [
      ...renderCounter('bigpanda_repo_requests_total', 'Requests that were answered', this.#requests),
      ...renderCounter('bigpanda_repo_sent_bytes_total', 'Bytes of bodies that were sent', this.#bytes),
      '',
    ].join('\n');
  }
}

function renderCounter(name: string, help: string, counts: ReadonlyMap<string, number>): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...[...counts].sort(([left], [right]) => (left < right ? -1 : 1)).map(([labels, count]) => `${name}${labels} ${count}`)];
}

/** `pool` of `/pool/ab/...`; `page` of `/`. */
function findArea(path: string): string {
  const [, first = ''] = /^\/([^/?#]*)/.exec(path) ?? [];
  if (first === '') return 'page';
  return areas.includes(first) ? first : 'other';
}
