// A publisher of its own: node publishing-process.ts <root> <key file>. Says "ready", publishes the RPM file that a line on standard input names, and says what came of it.
import { createInterface } from 'node:readline';
import { ReleaseError } from '@bigpanda/release-model';
import { createVerifier, openKey } from '@bigpanda/signer';
import { publish } from '../src/index.ts';
import { sampleConfig } from './sample-repository.ts';

const [root = '', keyFile] = process.argv.slice(2);
const signer = await openKey({ environment: { BIGPANDA_KEY_FILE: keyFile }, name: 'site' });
const verifier = await createVerifier([signer.publicKeyArmored]);
const record = { publishedAt: '2026-01-02T03:04:05Z', publishedBy: 'tester', reason: 'a test', commit: 'c' };
const lines = createInterface({ input: process.stdin });
process.stdout.write('ready\n');
for await (const file of lines) {
  const outcome = await publish({ root, channel: 'testing', target: 'el9', packages: [file], signer, verifier, config: sampleConfig, record }).then(() => 'published', (error: unknown) => {
    if (error instanceof ReleaseError && error.code === 'REPOSITORY_LOCKED') return error.code;
    throw error;
  });
  process.stdout.write(`${outcome}\n`);
  break;
}
lines.close();
