import { isJobState } from '@bigpanda/model';
import { markup, type Markup } from './markup.ts';

/** A job state as a badge: text always, colour by the class `badge-<state>` of the core's style sheet. */
export function renderStateBadge(state: string): Markup {
  return markup`<span class="badge badge-${isJobState(state) ? state : 'unknown'}">${state}</span>`;
}
