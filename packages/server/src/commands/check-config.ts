import { PandaError, isPandaError, type ConfigurationProblem } from '@bigpanda/model';
import { formatListenAddress, placeOfDatabase, readTlsOptions, type ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { loadConfiguredDialect, type DatabasePlace } from '../configured-database.ts';
import { createIdentify } from '../identity/identify.ts';
import { readSiteFile } from '../sites/site-file.ts';

/** Tells whether the server could start: the configuration, and every file that it names; the database is not opened. */
export const checkConfig: ProgramCommand<Configuration> = {
  name: 'check-config',
  purpose: 'Checks the configuration and the files that it names, and says what it comes to.',
  operands: '',
  options: [],
  isWriting: false,
  run: async (place) => {
    const problems = await findProblems(place);
    if (problems.length > 0) throw new PandaError('CONFIGURATION_INVALID', `check configuration: found ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, { exitStatus: 2, hint: 'Correct each place that is listed.', problems });
    const facts = await describe(place);
    return { json: facts, text: Object.entries(facts).map(([name, fact]) => `${name}: ${fact}\n`).join('') };
  },
};

async function findProblems(place: DatabasePlace): Promise<ConfigurationProblem[]> {
  const { configuration } = place;
  const checks: readonly (readonly [path: string, check: () => unknown])[] = [
    ['database.dialect', () => loadConfiguredDialect(place)],
    ['tls', () => readTlsOptions(configuration.tls)],
    ['identity.tokens', () => createIdentify(configuration, Date.now)],
    ['sites.file', () => (configuration.sites.file === undefined ? undefined : readSiteFile(configuration.sites.file))],
  ];
  const problems: ConfigurationProblem[] = [];
  for (const [path, check] of checks) {
    try {
      await check();
    } catch (error) {
      if (!isPandaError(error)) throw error;
      problems.push({ path, found: error.message, allowed: error.hint ?? 'what docs/instance.md tells' }, ...error.problems);
    }
  }
  return problems;
}

async function describe(place: DatabasePlace): Promise<Record<string, string>> {
  const { configuration } = place;
  const { listen, tls, identity, limits } = configuration;
  const dialect = await loadConfiguredDialect(place);
  const means = [
    ...identity.tokens.map(({ vo, issuer }) => `tokens of ${issuer} for VO ${vo}`),
    ...identity.proxy.addresses.map((address) => `headers from ${address}`),
    ...(tls.client_authorities === undefined ? [] : [`client certificates of ${tls.client_authorities}`]),
  ];
  const nameless = await createIdentify(configuration, Date.now)(new Request('http://localhost/'), { address: undefined, isSecure: false, certificate: undefined, countHeader: () => 0 });
  return {
    http: formatListenAddress(listen),
    https: tls.certificate === undefined ? 'off' : formatListenAddress(tls.listen),
    database: `${dialect.name}, ${dialect.describe(placeOfDatabase(configuration.database))}`,
    identity: means.join('; ') || 'no means to know who sends a request',
    'without identity': nameless.isKnown ? 'may do everything (plain HTTP)' : 'may do only what needs no identity',
    'rate limit': limits.requests_per_minute === undefined ? 'off' : `${limits.requests_per_minute} requests a minute`,
  };
}
