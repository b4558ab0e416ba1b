/** What a login shell of a new user would have: our environment without what npm, vitest, Nx and this checkout put there. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const ours = /^(?:npm_(?!config_(?:registry|cafile)$)|NX_|VITEST|VITE_|NODE_(?!EXTRA_CA_CERTS$)|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$|INIT_CWD$|BIGPANDA_)/;
  const env: Record<string, string | undefined> = {};
  for (const name of Object.keys(process.env)) if (ours.test(name)) env[name] = undefined;
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules')).join(':');
  return { ...env, PATH: path, ...extra };
}
