import type { ConfigurationProblem } from '@bigpanda/model';
import { markup } from '@bigpanda/monitor-contract';
import { renderNotice } from './notice.ts';
import type { Page } from './page.ts';

/** The page for an address that leads nowhere. */
export function notFoundPage(what: string): Page {
  return {
    title: 'Not found',
    section: '',
    status: 404,
    summary: { error: 'not found', what },
    body: renderNotice({ title: 'There is nothing here', text: markup`${what} is not known.`, action: markup`Go to the <a href="/">overview</a> or to the <a href="/jobs/">list of jobs</a>.` }),
  };
}

/** The page for an address whose parameters are wrong: each with what was found and what is allowed. */
export function wrongParametersPage(problems: readonly ConfigurationProblem[], path: string): Page {
  return {
    title: 'The address is not understood',
    section: '',
    status: 400,
    summary: { error: 'wrong parameters', problems },
    body: renderNotice({
      title: problems.length === 1 ? 'One parameter is wrong' : `${problems.length} parameters are wrong`,
      text: markup`${problems.map((problem) => markup`<code>${problem.path}</code> is ${problem.found}; wanted: ${problem.allowed}.<br>`)}`,
      action: markup`Change the address, or open <a href="${path}">the page without parameters</a>. What each parameter means stands in the <a href="/help/">help</a>.`,
    }),
  };
}

/** The page while there is no database: the usual state of a new machine. */
export function noDatabasePage(path: string): Page {
  return {
    title: 'No database yet',
    section: '',
    status: 503,
    summary: { error: 'no database yet', path },
    body: renderNotice({
      title: 'Waiting for the first start of panda-server',
      text: markup`There is no database at <code>${path}</code> yet. panda-server makes it when it starts.`,
      action: markup`Start it with <code>systemctl enable --now panda-server</code>, then load this page again. If the database is elsewhere, name it as <code>database.path</code> in <code>/etc/panda/bigpandamon.toml</code>.`,
    }),
  };
}

/** The page for a failure; the reason stands in the log. */
export function failedPage(message: string): Page {
  return {
    title: 'This page failed',
    section: '',
    status: 500,
    summary: { error: message },
    body: renderNotice({ title: 'Something went wrong', text: markup`${message}`, action: markup`The log of bigpandamon says more: <code>journalctl -u bigpandamon</code>.` }),
  };
}
