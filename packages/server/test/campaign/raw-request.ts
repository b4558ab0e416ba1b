import { connect } from 'node:net';
import type { HostileRequest } from './hostile-requests.ts';

/** An answer as it came over the wire; status 0 where the connection ended without one. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case, a line each. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

const waitMilliseconds = 30_000;

/** Sends a request byte by byte as it is told, without the care that clients take, and reads the answer to its end. */
export function sendRaw(port: number, { method, path, headers, body, breakAfterBytes }: HostileRequest): Promise<RawAnswer> {
  const lines = [`${method} ${path} HTTP/1.1`, ...Object.entries({ host: 'panda.test', connection: 'close', ...(body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': String(body.length) }), ...headers }).map(([name, value]) => `${name}: ${value}`), '', ''];
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const finish = (): void => { socket.destroy(); resolve(parseAnswer(Buffer.concat(parts))); };
    socket.setTimeout(waitMilliseconds, finish).on('data', (part) => { parts.push(part); }).on('end', finish).on('error', finish).on('close', finish);
    socket.write(Buffer.from(lines.join('\r\n'), 'latin1'));
    if (breakAfterBytes !== undefined) socket.write((body ?? Buffer.alloc(0)).subarray(0, breakAfterBytes), () => { setTimeout(finish, 5); });
    else if (body !== undefined) socket.write(body);
  });
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { status: 0, headers: [], body: bytes };
  const [first = '', ...headers] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const names = headers.map((line) => line.toLowerCase());
  const body = bytes.subarray(end + 4);
  return { status: Number(first.split(' ')[1]), headers: names, body: names.includes('transfer-encoding: chunked') ? body.subarray(body.indexOf('\r\n') + 2) : body };
}
