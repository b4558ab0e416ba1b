import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureVersion } from 'node:tls';
import { z } from 'zod';
import { PandaError } from '@bigpanda/model';
import { pathSchema } from './configuration-values.ts';
import { listenAddressSchema, type ListenAddress } from './listen-address.ts';

/** Files of a folder that can hold certificates; `.0` and following are the names of grid authorities' folders. */
const certificateFile = /\.(pem|crt|cer|\d)$/;
const revocationFile = /\.(crl|r\d)$/;

/** The table `[tls]`: HTTPS beside plain HTTP, once it names a certificate. */
export function makeTlsSettingsSchema(defaultListen: ListenAddress): z.ZodPrefault<z.ZodType<TlsSettings, object>> {
  const settings: z.ZodType<TlsSettings, object> = z
    .strictObject({
      listen: listenAddressSchema.default(defaultListen),
      certificate: pathSchema.optional(),
      key: pathSchema.optional(),
      client_authorities: pathSchema.optional(),
      client_revocations: pathSchema.optional(),
    })
    .refine((tls) => (tls.certificate === undefined) === (tls.key === undefined), 'certificate and key, or neither')
    .refine((tls) => tls.client_authorities === undefined || tls.certificate !== undefined, 'certificate and key where client_authorities is set')
    .refine((tls) => tls.client_revocations === undefined || tls.client_authorities !== undefined, 'client_authorities where client_revocations is set');
  return settings.prefault({});
}

export interface TlsSettings {
  readonly listen: ListenAddress;
  /** PEM files of the server's own certificate, with the ones between it and its authority, and of its key. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** PEM file or folder of the authorities whose client certificates are believed; without it no client is asked for one. */
  readonly client_authorities?: string | undefined;
  /** PEM file or folder of revocation lists; every authority then needs one. */
  readonly client_revocations?: string | undefined;
}

/** What Node's TLS is told. */
export interface TlsOptions {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: SecureVersion;
  readonly requestCert: boolean;
  /** Always false: a certificate that is not believed is answered with why, not with a broken connection. */
  readonly rejectUnauthorized: boolean;
  readonly ca?: string[];
  readonly crl?: string[];
}

/**
 * Reads the files that `[tls]` names; `undefined` where it names no certificate.
 * @throws PandaError `CONFIGURATION_INVALID`, exit status 2
 */
export function readTlsOptions({ certificate, key, client_authorities, client_revocations }: TlsSettings): TlsOptions | undefined {
  if (certificate === undefined || key === undefined) return undefined;
  const ca = client_authorities === undefined ? undefined : readPem('client_authorities', client_authorities, { files: certificateFile, label: 'CERTIFICATE' });
  const crl = client_revocations === undefined ? undefined : readPem('client_revocations', client_revocations, { files: revocationFile, label: 'X509 CRL' });
  const options: TlsOptions = {
    cert: read('certificate', certificate),
    key: read('key', key),
    minVersion: 'TLSv1.2',
    requestCert: ca !== undefined,
    rejectUnauthorized: false,
    ...(ca === undefined ? {} : { ca }),
    ...(crl === undefined ? {} : { crl }),
  };
  try {
    createSecureContext(options);
  } catch (cause) {
    throw invalid(`"${certificate}" and "${key}" cannot be used: ${(cause as Error).message}`, cause);
  }
  return options;
}

function readPem(name: string, path: string, { files, label }: { readonly files: RegExp; readonly label: string }): string[] {
  const paths = isFolder(path) ? readdirSync(path).filter((file) => files.test(file)).sort().map((file) => join(path, file)) : [path];
  const blocks = paths.flatMap((file) => read(name, file).match(new RegExp(`-----BEGIN ${label}-----[^-]+-----END ${label}-----`, 'g')) ?? []);
  if (blocks.length === 0) throw invalid(`tls.${name}: "${path}" holds no ${label === 'CERTIFICATE' ? 'certificate' : 'revocation list'} in PEM form`);
  return [...new Set(blocks)];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw invalid(`tls.${name}: ${(cause as Error).message}`, cause);
  }
}

function invalid(fact: string, cause?: unknown): PandaError {
  return new PandaError('CONFIGURATION_INVALID', `read TLS files: ${fact}`, { exitStatus: 2, hint: 'Name PEM files that the user of this program can read.', cause });
}
