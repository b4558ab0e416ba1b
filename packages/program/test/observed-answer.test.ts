import { describe, expect, it } from 'vitest';
import { createLog } from '../src/index.ts';
import { observeAnswers } from '../src/observed-answer.ts';
import type { Answer, PreparedProgram } from '../src/index.ts';

const from = (remoteAddress: string): object => ({ incoming: { socket: { remoteAddress } } });

function observe(prepared: Partial<PreparedProgram> = {}): Answer {
  return observeAnswers({ fetch: () => new Response('hello'), facts: {}, ...prepared }, { log: createLog('test', { level: 'silent' }), metricsReaders: ['127.0.0.0/8', '10.1.0.0/16'] });
}

const ask = async (answer: Answer, path: string, { headers = {}, env = from('::ffff:127.0.0.1') }: { readonly headers?: Readonly<Record<string, string>>; readonly env?: object } = {}): Promise<Response> =>
  answer(new Request(`http://server${path}`, { headers }), env);

describe('X-Request-ID', () => {
  it('comes back as it was sent', async () => {
    expect((await ask(observe(), '/', { headers: { 'x-request-id': 'Pilot-1_a.b' } })).headers.get('x-request-id')).toBe('Pilot-1_a.b');
  });

  it.each([['nothing', {}], ['what is too long', { 'x-request-id': 'a'.repeat(65) }], ['what could break a log', { 'x-request-id': 'a b"c' }]])('is made in place of %s', async (_, headers) => {
    expect((await ask(observe(), '/', { headers })).headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });
});

describe('/healthz', () => {
  it('is 200 while every check is ok', async () => {
    const response = await ask(observe({ checkHealth: { a: async () => 'ok' } }), '/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok', checks: { a: 'ok' } }]);
  });

  it('is 503 with what is wrong, and with no words of an unexpected failure', async () => {
    const response = await ask(observe({ checkHealth: { a: async () => 'ok', b: async () => 'not up to date', c: async () => Promise.reject(new Error('password is secret')) } }), '/healthz');
    expect([response.status, await response.json()]).toEqual([503, { status: 'failed', checks: { a: 'ok', b: 'not up to date', c: 'failed' } }]);
  });
});

describe('/metrics', () => {
  it('counts requests by function and status, also those that failed', async () => {
    const answer = observe({ fetch: (request) => new Response('', { status: request.url.endsWith('bad') ? 404 : 200 }), nameFunction: (path) => (path === '/a' ? 'a' : 'other') });
    for (const path of ['/a', '/a', '/1/bad', '/2/bad']) await ask(answer, path);
    const text = await (await ask(answer, '/metrics')).text();
    expect(text).toContain('http_requests_total{function="a",status="200"} 2\n');
    expect(text).toContain('http_requests_total{function="other",status="404"} 2\n');
    expect(text).toContain('http_request_duration_seconds_count{function="a"} 2\n');
  });

  it.each([['127.0.0.1', 200], ['10.1.2.3', 200], ['10.2.0.1', 403], ['::1', 403], ['2001:db8::1', 403]])('is for %s with status %i', async (address, status) => {
    expect((await ask(observe(), '/metrics', { env: from(address) })).status).toBe(status);
  });

  it.each(['x-forwarded-for', 'forwarded'])('is for nobody whom a front proxy on this machine tells of by %s', async (name) => {
    expect((await ask(observe(), '/metrics', { headers: { [name]: '127.0.0.1' } })).status).toBe(403);
  });

  it('is for nobody whose address is not known', async () => {
    expect((await ask(observe(), '/metrics', { env: {} })).status).toBe(403);
  });
});

describe('an answer that throws', () => {
  it('is status 500 without the words of the failure', async () => {
    const response = await ask(observe({ fetch: () => Promise.reject(new Error('secret')) }), '/');
    expect([response.status, await response.text()]).toEqual([500, 'internal error']);
  });
});
