import type { JobAttribute } from '@bigpanda/model';
import type { VoPage, VoSummary } from './page.ts';
import type { OwnStore } from './store.ts';

/** Version of this contract. The core provides it, a plug-in requires it; it grows when an old plug-in would not work. */
export const contractVersion = 1;

/** A link in the menu. */
export interface NavigationEntry {
  readonly title: string;
  /** Path of one of the plug-in's pages. */
  readonly path: string;
}

/** An attribute that the job list shows as a column of its own, or as a field of its form, when it lists the jobs of the plug-in's VO. */
export interface JobField {
  readonly title: string;
  readonly attribute: JobAttribute;
}

/** Colours of the VO's pages as `#rrggbb`: of links and marks, on the core's light and dark paper. Their contrast is checked. */
export interface Theme {
  readonly light: string;
  readonly dark: string;
}

/** What a VO adds to the monitor: the export `plugin` of its module. Checked by `checkPlugin` when it is loaded. */
export interface VoPlugin {
  readonly contract: typeof contractVersion;
  /** First part of the path of its pages, and what jobs of the VO have as VO: at most 16 lower-case letters, digits and `-`. */
  readonly name: string;
  readonly title: string;
  /** The first page has the empty path. */
  readonly pages: readonly VoPage[];
  /** What the VO's pages are for, on `/help/`; a blank line parts paragraphs. */
  readonly help?: string;
  /** Names of hosts, or first words of them, under which the monitor is this VO's: its theme, its jobs in the lists. */
  readonly hostNames?: readonly string[];
  readonly navigation?: readonly NavigationEntry[];
  readonly jobColumns?: readonly JobField[];
  readonly jobFilters?: readonly JobField[];
  readonly summaries?: readonly VoSummary[];
  readonly theme?: Theme;
  readonly store?: OwnStore;
}
