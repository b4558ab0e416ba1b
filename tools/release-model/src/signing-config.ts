import * as z from 'zod';

const path = z.string().min(1);
const timeoutSeconds = z.int().min(1).max(3600).optional().describe('How long one signature may take; 120 when absent');
const passphraseFile = path.optional().describe('File of mode 0600 whose first line is the passphrase; BIGPANDA_KEY_PASSPHRASE_FILE overrides it. Relative to the workspace, but better outside of it');

const embedded = z.strictObject({
  kind: z.literal('embedded').describe('The key is read into the process that signs'),
  keyFile: path.optional().describe('Armored private key; absent: the user\'s own, made on first use. BIGPANDA_KEY_FILE overrides it'),
  passphraseFile,
});

const gpg = z.strictObject({
  kind: z.literal('gpg').describe('gpg signs: with a key of its keyring, its agent or a smart card'),
  key: z.string().min(1).describe('Fingerprint, key id or user id of the one key to sign with'),
  program: z.string().min(1).optional().describe('gpg when absent'),
  homeFolder: path.optional().describe('gpg\'s home folder; absent: its own choice'),
  passphraseFile,
  timeoutSeconds,
});

const command = z.strictObject({
  kind: z.literal('command').describe('A program of the site signs, such as the client of a hardware security module'),
  command: z.array(z.string().min(1)).min(1).describe('Program and arguments; it reads the data on standard input and prints one detached OpenPGP signature'),
  publicKeyFile: path.describe('Armored certificate that its signatures are of'),
  timeoutSeconds,
});

const additional = z.array(z.discriminatedUnion('kind', [embedded, gpg, command])).optional()
  .describe('Signers of further signatures in each package, which rpm 6 reads; an embedded one without a key file is Ed25519, made on first use');

/** The schema of `signing` in `repo-config/repository.json`: who signs packages and metadata, and who signs packages beside. */
export const signingConfigSchema = z.discriminatedUnion('kind', [embedded.extend({ additional }), gpg.extend({ additional }), command.extend({ additional })]);
