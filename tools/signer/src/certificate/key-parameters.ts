/** A number or text of bytes in the parameters that openpgp gives of a key; undefined when it is absent. */
export function readParameter(parameters: object | null, name: string): Uint8Array | undefined {
  const value: unknown = parameters === null ? undefined : Reflect.get(parameters, name);
  return value instanceof Uint8Array ? value : undefined;
}

/** The curve of a key, as openpgp calls it, such as `nistP256`; undefined when it is absent or unknown. */
export function readCurve(parameters: object): string | undefined {
  const oid: unknown = Reflect.get(parameters, 'oid');
  if (typeof oid !== 'object' || oid === null || !('getName' in oid) || typeof oid.getName !== 'function') return undefined;
  try {
    return String(oid.getName());
  } catch {
    return undefined;
  }
}

/** Bytes as a JSON Web Key holds them (RFC 7517). */
export function encodeJwk(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
