import { drawCharts } from './charts.ts';
import { refreshLiveParts } from './live-parts.ts';

drawCharts();
refreshLiveParts();
