/** Whether a request failed because its client went away before it was read or answered. */
export function isBrokenOff(error: Error, request: Request): boolean {
  return request.signal.aborted || ('code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE'));
}
