import { PandaError } from '@bigpanda/model';

export interface RefusalDetails {
  /** HTTP status. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is refused before any function runs: for who sends it or how often, not for what it asks. */
export class RequestRefusal extends PandaError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: string, message: string, { status, headers = {}, cause }: RefusalDetails) {
    super(code, message, cause === undefined ? {} : { cause });
    this.status = status;
    this.headers = headers;
  }
}

/** Whether an error is a refusal of who sends a request. */
export function isRefusal(error: unknown): error is RequestRefusal {
  return error instanceof RequestRefusal;
}

/** A refusal of a token, in the words of PanDA's server. Source: panda-server 2025, `server/panda.py`. */
export function refuseToken(reason: string): RequestRefusal {
  return new RequestRefusal('TOKEN_REFUSED', `Token authentication failed. ${reason}`, { status: 403 });
}

/** A refusal of any other sign of who sends a request. */
export function refuseIdentity(reason: string): RequestRefusal {
  return new RequestRefusal('IDENTITY_REFUSED', `Authentication failed. ${reason}`, { status: 403 });
}
