import { markup, type Markup } from '@bigpanda/monitor-contract';

/** A short text in the middle of a page that has nothing else to show: what is so, and what to do. */
export function renderNotice({ title, text, action }: { readonly title: string; readonly text: Markup; readonly action?: Markup }): Markup {
  return markup`<section class="notice">
<img src="/static/panda.svg" alt="" width="88" height="88">
<h2>${title}</h2>
<p>${text}</p>
${action === undefined ? '' : markup`<p>${action}</p>`}
</section>
`;
}
