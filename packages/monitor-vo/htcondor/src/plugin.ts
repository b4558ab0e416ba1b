import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { page } from './page.ts';

/** The monitor's pages of HTCondor: jobs by where a batch system runs them. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'htcondor',
  title: 'HTCondor',
  navigation: [{ title: 'Workers', path: '' }],
  jobColumns: [{ title: 'Batch id', attribute: 'batchID' }, { title: 'Computing element', attribute: 'computingElement' }],
  pages: [page],
};
