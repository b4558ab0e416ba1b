import { request as requestSecurely, type RequestOptions } from 'node:https';

export interface SecureReply {
  readonly status: number;
  readonly text: string;
}

/** One GET over a TLS connection of its own, with the client certificate and authorities that the options name. */
export async function getSecurely(url: string, options: RequestOptions): Promise<SecureReply> {
  return new Promise((resolve, reject) => {
    const request = requestSecurely(url, { ...options, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => { parts.push(part); });
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }); });
    });
    request.on('error', reject);
    request.end();
  });
}
