/** What every method of api/v1 answers. Source: panda-server 2025, `api/v1/common.py`. */
export interface ApiReply {
  readonly success: boolean;
  readonly message: string;
  readonly data: unknown;
}

/** The reply of a method that did what it was asked. */
export function apiSuccess(data: unknown = null): ApiReply {
  return { success: true, message: '', data };
}

/** The reply of a method that did not. */
export function apiFailure(message: string, data: unknown = null): ApiReply {
  return { success: false, message, data };
}
