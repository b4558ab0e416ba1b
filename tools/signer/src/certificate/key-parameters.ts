import type { KeyPacket } from './key-packet.ts';

/** A number or text of bytes in the parameters that openpgp gives of a key; undefined when it is absent. */
export function readParameter(parameters: object | null, name: string): Uint8Array | undefined {
  const value: unknown = parameters === null ? undefined : Reflect.get(parameters, name);
  return value instanceof Uint8Array ? value : undefined;
}

/** The curve of a key, as openpgp calls it, such as `nistP256`; undefined when it has none or one that is unknown. */
export function readCurve(packet: KeyPacket): string | undefined {
  try {
    return packet.getAlgorithmInfo().curve;
  } catch {
    return undefined;
  }
}

/** Bytes as a JSON Web Key holds them (RFC 7517). */
export function encodeJwk(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
