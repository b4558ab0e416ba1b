/** A request that was answered. */
export interface Access {
  /** Of the client. */
  readonly address: string;
  readonly at: Date;
  readonly method: string;
  /** As the client sent it. */
  readonly path: string;
  readonly httpVersion: string;
  readonly status: number;
  /** Of the body. */
  readonly sentBytes: number;
  readonly referer: string | undefined;
  readonly userAgent: string | undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A line of an access log in the combined format that web servers share (mod_log_config of Apache), in UTC. */
export function formatAccess({ address, at, method, path, httpVersion, status, sentBytes, referer, userAgent }: Access): string {
  const pad = (number: number) => String(number).padStart(2, '0');
  const day = `${pad(at.getUTCDate())}/${months[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  const time = `${day}:${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} +0000`;
  return `${address} - - [${time}] "${escape(`${method} ${path} HTTP/${httpVersion}`)}" ${status} ${sentBytes} "${escape(referer ?? '-')}" "${escape(userAgent ?? '-')}"`;
}

/** What a client sends may not end a field or a line, or move a cursor. */
function escape(text: string): string {
  return text.replace(/["\\]|[^\x20-\x7e]/g, (character) => `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`);
}
