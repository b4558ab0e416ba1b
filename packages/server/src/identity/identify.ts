import type { Configuration } from '../configuration.ts';
import { anyone, stranger, type Identify } from './identity.ts';

const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/**
 * How this server finds out who sends a request. Without any means to know, everybody may do everything where the
 * configuration says `identity.anyone = true`, or says nothing and the server listens on loopback only; else nobody
 * may do what needs an identity.
 */
export function createIdentify({ identity, listen }: Pick<Configuration, 'identity' | 'listen'>): Identify {
  const everybody = (identity.anyone ?? loopback.test(listen.host)) ? anyone : stranger;
  return async () => everybody;
}
