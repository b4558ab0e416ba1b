import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { cloudsPage } from './pages/clouds/page.ts';
import { tasksPage } from './pages/tasks/page.ts';
import { analysisPage, productionPage } from './pages/split/page.ts';

/** The monitor's pages of ATLAS. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'atlas',
  title: 'ATLAS',
  help: 'ATLAS runs production and analysis in clouds of sites. Production is made of tasks of working groups, each a step from simulated or recorded events on; analysis is what its people send.',
  hostNames: ['atlas'],
  theme: { light: '#0b4f8a', dark: '#8ec1f5' },
  navigation: [{ title: 'Clouds', path: '' }, { title: 'Production', path: 'production/' }, { title: 'Analysis', path: 'analysis/' }, { title: 'Tasks', path: 'tasks/' }],
  jobColumns: [{ title: 'Cloud', attribute: 'cloud' }, { title: 'Release', attribute: 'AtlasRelease' }, { title: 'JEDI task', attribute: 'jediTaskID' }],
  jobFilters: [{ title: 'Cloud', attribute: 'cloud' }, { title: 'JEDI task', attribute: 'jediTaskID' }],
  pages: [cloudsPage, productionPage, analysisPage, tasksPage],
};
