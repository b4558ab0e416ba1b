/** How a page is answered. */
export type WantedFormat = 'html' | 'json' | 'csv';

/**
 * What a request wants: the parameter `json` or `csv`, or `Accept` exactly `application/json`, `text/json` or `text/csv`; else HTML.
 * Source: panda-bigmon-core, `core/utils.py` is_json_request.
 */
export function readWantedFormat(accept: string | undefined, parameters: URLSearchParams): WantedFormat {
  if (parameters.has('json') || accept === 'application/json' || accept === 'text/json') return 'json';
  return parameters.has('csv') || accept === 'text/csv' ? 'csv' : 'html';
}

/** The address of another form of the same page. A parameter without value is written by its name alone. */
export function twinHref(path: string, parameters: URLSearchParams, twin: Readonly<Record<string, string>>): string {
  const pairs = [...[...parameters].filter(([name]) => name !== 'json' && name !== 'csv'), ...Object.entries(twin)];
  const text = pairs.map(([name, value]) => (value === '' ? encodeURIComponent(name) : new URLSearchParams([[name, value]]).toString())).join('&');
  return text === '' ? path : `${path}?${text}`;
}
