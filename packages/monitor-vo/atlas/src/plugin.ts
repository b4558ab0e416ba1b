import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { page } from './page.ts';

/** The monitor's pages of ATLAS. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'atlas',
  title: 'ATLAS',
  help: 'ATLAS runs production and analysis in clouds of sites.',
  hostNames: ['atlas'],
  theme: { light: '#0b4f8a', dark: '#8ec1f5' },
  navigation: [{ title: 'Clouds', path: '' }],
  jobColumns: [{ title: 'Cloud', attribute: 'cloud' }, { title: 'Release', attribute: 'AtlasRelease' }, { title: 'JEDI task', attribute: 'jediTaskID' }],
  jobFilters: [{ title: 'Cloud', attribute: 'cloud' }, { title: 'JEDI task', attribute: 'jediTaskID' }],
  pages: [page],
};
