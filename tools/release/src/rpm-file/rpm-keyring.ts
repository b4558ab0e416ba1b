import { spawn } from 'node:child_process';
import { ReleaseError } from '@bigpanda/release-model';

/**
 * The armored public keys that were imported into the database of the system's rpm.
 * @throws ReleaseError `RPM_MISSING` where there is no rpm, `RPM_KEYS_UNREADABLE`
 */
export async function listRpmKeys(env: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const text = await runRpm(env);
  return [...text.matchAll(/-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]*?-----END PGP PUBLIC KEY BLOCK-----/g)].map(([block]) => `${block}\n`);
}

function runRpm(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('rpm', ['-qa', 'gpg-pubkey*', '--qf', '%{DESCRIPTION}\n'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
    child.on('error', (cause) => {
      reject(new ReleaseError('RPM_MISSING', `list the keys of rpm: ${cause.message}`, { exitStatus: 2, cause, hint: 'Install rpm, or give the key with --key FILE.' }));
    });
    child.on('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new ReleaseError('RPM_KEYS_UNREADABLE', `list the keys of rpm: it ended with status ${status ?? 'none'}: ${said.trim()}`, { hint: 'Give the key with --key FILE.' }));
    });
  });
}
