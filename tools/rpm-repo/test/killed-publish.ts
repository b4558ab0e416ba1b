// A publish that ends its own process at one change to the disk: node killed-publish.ts <root> <key file> <step> <rpm>...
import { createVerifier, openKey } from '@bigpanda/signer';
import { publish } from '../src/index.ts';
import { openFaultyFiles } from './faulty-files.ts';
import { sampleConfig } from './sample-repository.ts';

const [root = '', keyFile, step, ...packages] = process.argv.slice(2);
const signer = await openKey({ environment: { BIGPANDA_KEY_FILE: keyFile }, name: 'site' });
const strike = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
};
await publish({
  root,
  channel: 'testing',
  target: 'el9',
  packages,
  signer,
  verifier: await createVerifier([signer.publicKeyArmored]),
  config: sampleConfig,
  record: { publishedAt: '2026-01-02T03:04:05Z', publishedBy: 'tester', reason: 'a test', commit: 'c' },
  files: openFaultyFiles(root, { step: Number(step), kind: 'after', strike }),
});
