import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { page } from './page.ts';

/** The monitor's pages of ATLAS. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'atlas',
  title: 'ATLAS',
  navigation: [{ title: 'Clouds', path: '' }],
  jobColumns: [{ title: 'Cloud', attribute: 'cloud' }, { title: 'Release', attribute: 'AtlasRelease' }, { title: 'JEDI task', attribute: 'jediTaskID' }],
  pages: [page],
};
