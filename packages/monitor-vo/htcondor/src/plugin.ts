import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { batchJobBlock } from './blocks/batch-job/block.ts';
import { jobPage } from './pages/job/page.ts';
import { jobsPage } from './pages/jobs/page.ts';
import { ownersPage } from './pages/owners/page.ts';
import { workersPage } from './pages/workers/page.ts';
import { store } from './store/store.ts';

/** The monitor's pages of HTCondor: what its schedds tell, beside what PanDA knows of the jobs that run there. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'htcondor',
  title: 'HTCondor',
  help: `Jobs in the queues of HTCondor's schedds, in a table of the monitor's own. It is filled by what condor_q prints, every few minutes from a timer:

condor_q -global -allusers -json | bigpandamon load htcondor condor-q`,
  hostNames: ['htcondor'],
  theme: { light: '#7a4300', dark: '#f0b674' },
  navigation: [{ title: 'Jobs', path: '' }, { title: 'Owners and schedds', path: 'owners/' }, { title: 'Workers', path: 'workers/' }],
  jobColumns: [{ title: 'Batch id', attribute: 'batchID' }, { title: 'Computing element', attribute: 'computingElement' }],
  jobFilters: [{ title: 'Batch id', attribute: 'batchID' }, { title: 'Computing element', attribute: 'computingElement' }],
  pages: [jobsPage, jobPage, ownersPage, workersPage],
  summaries: [batchJobBlock],
  store,
};
