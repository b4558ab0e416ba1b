export { summarise, type NoteSummary } from '../../pages/notes/summary.ts';
