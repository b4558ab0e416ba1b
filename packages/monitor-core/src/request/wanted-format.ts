/**
 * Whether a request wants JSON: the parameter `json`, or `Accept` exactly `application/json` or `text/json`.
 * Source: panda-bigmon-core, `core/utils.py` is_json_request.
 */
export function wantsJson(accept: string | undefined, parameters: URLSearchParams): boolean {
  return parameters.has('json') || accept === 'application/json' || accept === 'text/json';
}
