import { z } from 'zod';
import { pathSchema } from '../configuration-values.ts';
import { discoverKeys, isSafeUrl, readKeyFile } from './issuer-keys.ts';
import type { TokenIssuer } from './signed-token.ts';

const text = z.string('a text').min(1, 'a text');

/** Keys of a table that names an issuer of tokens. */
export const tokenIssuerShape = {
  issuer: text.refine(isSafeUrl, 'an https URL'),
  audience: z.union([text.transform((one) => [one]), z.array(text).min(1, 'at least one text')], 'a text, or a list of them'),
  keys: pathSchema.optional(),
};

/** The name of a header; in lower case afterwards. */
export const headerNameSchema = z.string('name of a header').regex(/^[A-Za-z0-9-]+$/, 'name of a header').transform((name) => name.toLowerCase());

/**
 * An issuer of the configuration with its keys: those of a file, else as it tells at its own address.
 * @throws PandaError `CONFIGURATION_INVALID` for a file of keys, exit status 2
 */
export function findIssuerKeys<Settings extends Omit<TokenIssuer, 'keys'> & { readonly keys?: string | undefined }>({ keys, ...settings }: Settings, readClock: () => number): Omit<Settings, 'keys'> & Pick<TokenIssuer, 'keys'> {
  return { ...settings, keys: keys === undefined ? discoverKeys(settings.issuer, readClock) : readKeyFile(keys) };
}
