import { RequestRefusal } from '@bigpanda/program';
import type { Identity } from '../identity/identity.ts';

/** Senders that are remembered; when there are more, those that have their whole allowance again are forgotten. */
const maxSenders = 100_000;

interface Allowance {
  requests: number;
  atMilliseconds: number;
}

/** Counts the requests of each sender against an allowance that fills again evenly, a whole one in a minute. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #senders = new Map<string, Allowance>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** How many senders it remembers. */
  get size(): number {
    return this.#senders.size;
  }

  /**
   * Takes one request of a sender's allowance.
   * @throws RequestRefusal `RATE_EXCEEDED`, status 429 with Retry-After in seconds
   */
  admit(sender: string, nowMilliseconds: number): void {
    const last = this.#senders.get(sender);
    const requests = last === undefined ? this.#perMinute : this.#refill(last, nowMilliseconds);
    if (requests < 1) {
      const seconds = Math.ceil(Number((((1 - requests) * 60) / this.#perMinute).toFixed(3)));
      throw new RequestRefusal('RATE_EXCEEDED', `more than ${this.#perMinute} requests in a minute, wait ${seconds} s`, { status: 429, headers: { 'retry-after': String(seconds) } });
    }
    if (last === undefined && this.#senders.size >= maxSenders) this.#forget(nowMilliseconds);
    this.#senders.set(sender, { requests: requests - 1, atMilliseconds: nowMilliseconds });
  }

  #refill({ requests, atMilliseconds }: Allowance, nowMilliseconds: number): number {
    return Math.min(this.#perMinute, requests + (Math.max(0, nowMilliseconds - atMilliseconds) * this.#perMinute) / 60_000);
  }

  #forget(nowMilliseconds: number): void {
    for (const [sender, allowance] of this.#senders) {
      if (this.#refill(allowance, nowMilliseconds) >= this.#perMinute) this.#senders.delete(sender);
    }
    if (this.#senders.size >= maxSenders) this.#senders.clear();
  }
}

/** Who is counted: a person wherever they are, a pilot at each address (one certificate serves many of them), and who is not known by address. */
export function nameSender({ dn, hasPilotRole }: Identity, address = ''): string {
  if (dn === undefined) return `address ${address}`;
  return hasPilotRole ? `${dn} at ${address}` : dn;
}
