import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface IssueOptions {
  /** In the form of `openssl req -subj`. */
  readonly subject: string;
  /** Certificate extensions, a line each. */
  readonly extensions?: readonly string[];
  /** Days that it is still valid; negative for one that has expired. */
  readonly days?: number;
}

/** An authority that lives in a folder, made and used with the openssl command. */
export interface CertificateAuthority {
  readonly folder: string;
  readonly certFile: string;
  issue(options: IssueOptions): KeyPair;
  /** Signs a revocation list with these certificates in it; its file. */
  revoke(...revoked: KeyPair[]): string;
  remove(): void;
}

const databaseText = `[ca]
default_ca = here
[here]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 1
certificate = ca.crt
private_key = ca.key
`;

/** Makes a new authority of a name. Who makes it must remove it. */
export function makeAuthority(name: string): CertificateAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'panda-ca-'));
  const openssl = (...args: string[]): void => { execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] }); };
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', `/DC=test/CN=${name}`);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'crlnumber'), '01\n');
  writeFileSync(join(folder, 'database.cnf'), databaseText);
  let count = 0;
  return {
    folder,
    certFile: join(folder, 'ca.crt'),
    issue: ({ subject, extensions = [], days = 1 }) => {
      const base = `issued${count += 1}`;
      writeFileSync(join(folder, `${base}.ext`), extensions.join('\n'));
      openssl('req', '-utf8', ...curve, '-keyout', `${base}.key`, '-out', `${base}.csr`, '-subj', subject);
      openssl('x509', '-req', '-in', `${base}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', String(100 + count), '-days', String(days), '-extfile', `${base}.ext`, '-out', `${base}.pem`);
      const [certFile, keyFile] = [join(folder, `${base}.pem`), join(folder, `${base}.key`)];
      return { certFile, keyFile, cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    },
    revoke: (...revoked) => {
      for (const { certFile } of revoked) openssl('ca', '-config', 'database.cnf', '-revoke', certFile);
      openssl('ca', '-config', 'database.cnf', '-gencrl', '-out', 'list.crl');
      return join(folder, 'list.crl');
    },
    remove: () => { rmSync(folder, { recursive: true }); },
  };
}
