import { pickleFromPlain, type JobAttributes } from '@bigpanda/model';
import { viewSites } from '../brokerage/broker-jobs.ts';
import { chooseSite, explainChoice, type SiteChoice } from '../brokerage/choose-site.ts';
import { apiSuccess } from '../reply/api-reply.ts';
import type { LegacyReply } from '../reply/legacy-reply.ts';
import { readFlag, readNumber, readText } from '../request/parameter-values.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { ServerFunction } from './server-function.ts';

interface Brokered extends SiteChoice {
  readonly withLog: boolean;
}

/** The best of some sites for a user's job: its name, `NULL` when none can take it; with `loggingFlag` what was said of each too. */
export const runBrokerage: ServerFunction<Brokered> = {
  legacyName: 'runBrokerage',
  access: 'user',
  run: async ({ database }, parameters) => {
    const { value } = readSentList(parameters, 'sites');
    const named = new Set(Array.isArray(value) ? value.map(String) : []);
    const { sites, loads } = await viewSites(database);
    return { ...chooseSite(describeJob(parameters), sites.filter(({ name }) => named.has(name)), loads), withLog: readFlag(parameters, 'loggingFlag') };
  },
  toLegacy: describeChoice,
  toApi: ({ site }) => apiSuccess(site?.name ?? null),
};

function describeJob(parameters: RequestParameters): JobAttributes {
  const [AtlasRelease, cmtConfig, processingType, workingGroup] = ['atlasRelease', 'cmtConfig', 'processingType', 'workingGroup'].map((name) => readText(parameters, name));
  const [minRamCount, maxCpuCount] = ['memorySize', 'maxCpuCount'].map((name) => readNumber(parameters, name));
  const wanted = { AtlasRelease, cmtConfig, processingType, workingGroup, minRamCount, maxCpuCount };
  return { prodSourceLabel: 'user', ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined && value !== 'NULL')) };
}

function describeChoice({ withLog, ...choice }: Brokered): LegacyReply {
  const site = choice.site?.name ?? 'NULL';
  if (!withLog) return { kind: 'text', text: site };
  const reply = { site, logInfo: choice.verdicts.map((verdict) => explainChoice({ verdicts: [verdict] })) };
  return { kind: 'value', pickle: pickleFromPlain(reply), json: reply };
}
