import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findUser } from '@bigpanda/datastore';
import { statusCodes, type ReplyFields, type StatusCode } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { anyone } from '../identity/identity.ts';

/** What may be given out, and the letter of `users.GRIDPREF` that lets a user have it. Source: panda-server, JobDispatcher (`allowKeyPair`, `allowProxy`, `allowTokenKey`). */
const letters = { keys: 'k', proxies: 'p', tokens: 'p', 'token-keys': 't' } as const;

/** A folder below the one of credentials. */
export type CredentialKind = keyof typeof letters;

/** A credential, or why it is not given out. */
export type FoundCredential = { readonly text: string } | { readonly refusal: ReplyFields };

/** A name of a credential: no folder, nothing hidden. */
const safeName = /^[\p{L}\p{N}_][\p{L}\p{N}_ .+=@-]{0,199}$/u;

/** Looks a credential up for the sender, who must have been let have such ones. */
export async function findCredential(context: FunctionContext, kind: CredentialKind, name: string): Promise<FoundCredential> {
  const { credentialsFolder, identity, log } = context;
  if (!(await mayHave(context, letters[kind]))) return refuse(statusCodes.permissionDenied, `failed since '${identity.name}' is not authorized with '${letters[kind]}' in USERS.GRIDPREF`);
  const missing = kind === 'proxies' || kind === 'tokens' ? statusCodes.proxyFailed : statusCodes.keyMissing;
  const path = credentialPath(credentialsFolder, kind, name);
  const text = path === undefined ? undefined : await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return refuse(missing, `failed for '${identity.name}' since ${name.slice(0, 200)} is missing`);
  log.info({ kind, credential: name, user: identity.name }, 'credential given out');
  return { text };
}

/** The token keys of a client, whoever asks: to compare with, never to tell. */
export async function tokenKeys({ credentialsFolder }: Pick<FunctionContext, 'credentialsFolder'>, client: string): Promise<readonly string[]> {
  const path = credentialPath(credentialsFolder, 'token-keys', client);
  return path === undefined ? [] : splitKeys(await readFile(path, 'utf8').catch(() => ''));
}

/** Keys of a file: one a line, the newest first. */
export function splitKeys(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function credentialPath(folder: string | undefined, kind: CredentialKind, name: string): string | undefined {
  return folder === undefined || !safeName.test(name) || name.includes('..') ? undefined : join(folder, kind, name);
}

async function mayHave({ database, identity }: FunctionContext, letter: string): Promise<boolean> {
  if (identity === anyone) return true;
  return (await findUser(database, identity.name))?.gridPreferences.includes(letter) ?? false;
}

/** What stands in place of a credential. */
export function refuse(StatusCode: StatusCode, errorDialog: string): { readonly refusal: ReplyFields } {
  return { refusal: { StatusCode, errorDialog } };
}
