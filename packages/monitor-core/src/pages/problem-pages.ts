import type { ConfigurationProblem } from '@bigpanda/model';
import { markup } from '@bigpanda/monitor-contract';
import type { RequestRefusal } from '@bigpanda/program';
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

/** The page for one who may not read what they ask for. It tells nothing of what there is. */
export function forbiddenPage({ status }: { readonly status: 401 | 403 }): Page {
  return {
    title: 'Not for you',
    section: '',
    status,
    summary: { error: status === 401 ? 'a token is wanted' : 'not allowed' },
    body: renderNotice({ title: 'You may not read this', text: status === 401 ? markup`This monitor does not know who you are.` : markup`What is here is for other readers.`, action: markup`Log in where your site does that, or ask who runs this monitor.` }),
  };
}

/** The page for one who says who they are and is not believed. */
export function refusedReaderPage({ status, message }: RequestRefusal): Page {
  return {
    title: 'Not believed',
    section: '',
    status: status === 503 ? 503 : 401,
    summary: { error: message },
    body: renderNotice({ title: 'Who you are could not be told', text: markup`${message}` }),
  };
}

/** The page while the database does not answer; why stands in the log. */
export function deafDatabasePage(): Page {
  return {
    title: 'The database does not answer',
    section: '',
    status: 503,
    summary: { error: 'the database does not answer' },
    body: renderNotice({ title: 'The database does not answer', text: markup`The monitor goes on asking it at every page.`, action: markup`Load this page again in a moment. The log of bigpandamon says more: <code>journalctl -u bigpandamon</code>.` }),
  };
}

/** The page where the database lacks steps of the schema that this monitor reads. */
export function oldDatabasePage(): Page {
  return {
    title: 'The database is older than the monitor',
    section: '',
    status: 503,
    summary: { error: 'the database is older than the monitor' },
    body: renderNotice({ title: 'The database is older than the monitor', text: markup`It lacks what this page reads; panda-server of the same version adds it when it starts.`, action: markup`Upgrade panda-server, then load this page again.` }),
  };
}
