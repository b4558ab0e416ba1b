import type { FileSelection } from '@bigpanda/datastore';
import type { JobCondition } from '@bigpanda/model';
import type { PageFilter } from '@bigpanda/monitor-contract';
import { readParameter } from '../request/parameters.ts';
import { wrongParameters, type PageRequest } from '../route/page-request.ts';
import { readCondition } from './value-pattern.ts';

/** The parameter of pages that tell of the jobs of one VO or of all. */
export const voFilter: PageFilter = { name: 'vo', title: 'VO', kind: 'text' };

/**
 * The VO that the address tells, else that of the host: as text for the form, `*` for all, and as conditions on jobs.
 * @throws PandaError `PARAMETERS_WRONG`
 */
export function readVo({ parameters, vo }: Pick<PageRequest, 'parameters' | 'vo'>): { readonly text: string | undefined; readonly conditions: readonly JobCondition[] } {
  const text = readParameter(parameters, voFilter.name) ?? vo?.name;
  if (text === undefined || text === '*') return { text, conditions: [] };
  const read = readCondition('VO', text);
  if ('allowed' in read) throw wrongParameters([{ path: voFilter.name, found: `"${text.slice(0, 60)}"`, allowed: read.allowed }]);
  return { text, conditions: [read.condition] };
}

/** Which jobs the files and datasets of a page belong to: those of the VO of the page, those that the reader may see; `undefined` where every job is. */
export function readJobsOfFiles(request: Pick<PageRequest, 'parameters' | 'vo' | 'hiddenVos'>): FileSelection['ofJobs'] {
  const [vo] = readVo(request).conditions;
  return vo === undefined ? (request.hiddenVos.length === 0 ? undefined : {}) : { vo };
}
