/** What a connection tells of its other end. */
export interface Connection {
  /** IP address of the other end; absent where there is no connection, as in a test. */
  readonly address: string | undefined;
  /** Whether it is inside TLS. */
  readonly isSecure: boolean;
  readonly certificate: ClientCertificate | undefined;
  /** How often a header was sent; what reads headers by name joins or drops repeated ones. */
  countHeader(name: string): number;
}

/** A certificate whose key the other end has proven to hold. */
export interface ClientCertificate {
  /** As `X509Certificate` writes it: a line for each part, in order; empty for a certificate without a name. */
  readonly subject: string;
  /** End of its validity, Unix time in milliseconds. */
  readonly validToMilliseconds: number;
  /** Why its chain is not believed; absent when it is. */
  readonly fault: string | undefined;
}

interface SocketOfNode {
  readonly remoteAddress?: string;
  readonly encrypted?: boolean;
  readonly authorized?: boolean;
  readonly authorizationError?: unknown;
  /** Unlike what Node's types say, the subject of a certificate without a name is absent. */
  getPeerX509Certificate?(): { readonly subject?: string; readonly validTo: string } | undefined;
}

/** The connection of a request, from the environment that @hono/node-server hands over with it. */
export function readConnection(env: unknown): Connection {
  const { incoming } = (env ?? {}) as { readonly incoming?: { readonly socket?: SocketOfNode; readonly rawHeaders?: readonly string[] } };
  const socket = incoming?.socket;
  return {
    address: socket?.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, ''),
    isSecure: socket?.encrypted === true,
    certificate: socket === undefined ? undefined : readCertificate(socket),
    countHeader: (name) => (incoming?.rawHeaders ?? []).filter((sent, index) => index % 2 === 0 && sent.toLowerCase() === name).length,
  };
}

function readCertificate(socket: SocketOfNode): ClientCertificate | undefined {
  const certificate = socket.getPeerX509Certificate?.();
  if (certificate === undefined) return undefined;
  return {
    subject: certificate.subject ?? '',
    validToMilliseconds: Date.parse(certificate.validTo),
    fault: socket.authorized === true ? undefined : describeFault(socket.authorizationError),
  };
}

/** A code of OpenSSL, such as `CERT_HAS_EXPIRED`. */
function describeFault(fault: unknown): string {
  if (fault instanceof Error) return fault.message;
  return typeof fault === 'string' ? fault : 'UNSPECIFIED';
}
