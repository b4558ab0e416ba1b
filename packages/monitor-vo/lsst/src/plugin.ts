import { contractVersion, type VoPlugin } from '@bigpanda/monitor-contract';
import { pipelineBlock } from './blocks/pipeline/block.ts';
import { pipelinesPage } from './pages/pipelines/page.ts';
import { streamsPage } from './pages/streams/page.ts';

/** The monitor's pages of LSST. */
export const plugin: VoPlugin = {
  contract: contractVersion,
  name: 'lsst',
  title: 'LSST',
  help: 'LSST runs pipelines. What a job belongs to stands in its parameters: the task of the pipeline, the process instance of the task, and the stream of the process instance.',
  hostNames: ['lsst', 'rubin'],
  theme: { light: '#00606b', dark: '#6fd3dd' },
  navigation: [{ title: 'Pipelines', path: '' }, { title: 'Streams', path: 'streams/' }],
  jobColumns: [{ title: 'Pipeline task', attribute: 'processingType' }, { title: 'Process instance', attribute: 'taskID' }],
  jobFilters: [{ title: 'Pipeline task', attribute: 'processingType' }, { title: 'Process instance', attribute: 'taskID' }],
  pages: [pipelinesPage, streamsPage],
  summaries: [pipelineBlock],
};
