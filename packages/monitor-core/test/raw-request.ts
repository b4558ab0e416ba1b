import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  /** 0 when the connection was closed without one. */
  readonly status: number;
  /** By lower-case name; those that are sent twice are joined by a line end. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly milliseconds: number;
}

/** Sends bytes to a port of this machine as they are, which no client library would, and reads until the other end closes. */
export async function sendRaw(port: number, request: string): Promise<RawAnswer> {
  const begin = performance.now();
  const parts: Buffer[] = [];
  const socket = connect(port, '127.0.0.1');
  socket.on('data', (part: Buffer) => { parts.push(part); });
  socket.on('error', () => undefined);
  socket.setTimeout(8_000, () => { socket.destroy(); });
  socket.write(request);
  await new Promise((resolve) => { socket.on('close', resolve); });
  const text = Buffer.concat(parts).toString();
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of head.split('\r\n').slice(1)) {
    const [name = '', ...value] = line.split(':');
    const key = name.toLowerCase();
    headers.set(key, [headers.get(key), value.join(':').trim()].filter((one) => one !== undefined).join('\n'));
  }
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n'), milliseconds: performance.now() - begin };
}

/** A connection that has sent something and waits. Who opens it must end it. */
export async function holdConnection(port: number, begin: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(begin);
  return socket;
}

/** The text of a GET. */
export function getRequest(target: string, headers: Readonly<Record<string, string>> = {}): string {
  return `GET ${target} HTTP/1.1\r\n${Object.entries({ host: 'monitor.test', connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`;
}
