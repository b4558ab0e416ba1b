import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { page } from './page.ts';

/** The monitor's pages of LSST. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'lsst',
  title: 'LSST',
  navigation: [{ title: 'Pipelines', path: '' }],
  jobColumns: [{ title: 'Pipeline task', attribute: 'processingType' }, { title: 'Process instance', attribute: 'taskID' }],
  pages: [page],
};
