import { drawCharts } from './charts.ts';
import { showCurrentEntry } from './current-entry.ts';
import { refreshLiveParts } from './live-parts.ts';

showCurrentEntry();
drawCharts();
refreshLiveParts();
