/** The `StatusCode` of a dispatcher's reply. Source: panda-server, `jobdispatcher/Protocol.py`. */
export const statusCodes = {
  success: 0,
  timeout: 10,
  noJobs: 20,
  failed: 30,
  notSecure: 40,
  invalidToken: 50,
  invalidRole: 60,
  permissionDenied: 70,
  keyMissing: 80,
  proxyFailed: 90,
} as const;

export type StatusCode = (typeof statusCodes)[keyof typeof statusCodes];
