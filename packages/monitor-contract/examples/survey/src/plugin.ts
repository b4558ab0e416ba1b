import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { siteNotesBlock } from './blocks/site-notes/block.ts';
import { kindsPage } from './pages/kinds/page.ts';
import { notesPage } from './pages/notes/page.ts';
import { store } from './store/store.ts';

/** An example of a plug-in, with every hook there is. Only `contract`, `name`, `title` and `pages` are needed. */
export const plugin: VoPlugin = {
  // A core that does not fit refuses the plug-in; dnf does so before, by "bigpandamon-contract = 1" in rpm.json.
  contract: contractVersion,
  // The path of the pages, /survey/, and what the VO's jobs have as VO. At most 16 characters, as the database has it.
  name: 'survey',
  title: 'Survey',
  // On /help/, above what the pages say of themselves.
  help: 'An example: jobs of a survey of the sky, and notes that its shifters keep about sites.',
  // A monitor that is asked as survey.example.org, or as sky.example.org, is this VO's.
  hostNames: ['survey', 'sky.example.org'],
  // Links and marks on the VO's pages. checkPlugin computes the contrast.
  theme: { light: '#6a2c91', dark: '#d0a8ee' },
  // Entries of the menu. The first page has one by itself.
  navigation: [{ title: 'Kinds', path: '' }, { title: 'Notes', path: 'notes/' }],
  // When the job list lists jobs of this VO, it has these columns and these fields besides its own.
  jobColumns: [{ title: 'Kind', attribute: 'processingType' }],
  jobFilters: [{ title: 'Kind', attribute: 'processingType' }],
  pages: [kindsPage, notesPage],
  // Blocks on pages of the core.
  summaries: [siteNotesBlock],
  // Tables of its own.
  store,
};
