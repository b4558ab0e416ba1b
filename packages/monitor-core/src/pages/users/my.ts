import { markup, type PageFilter } from '@bigpanda/monitor-contract';
import { readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { voFilter } from '../../selection/vo-filter.ts';
import { renderNotice } from '../notice.ts';
import { userPage, type UserFound, type UserSummary } from './user.ts';

const filters: readonly PageFilter[] = [{ name: 'user', title: 'Name', kind: 'text' }, { name: 'hours', title: 'Last hours', kind: 'number' }, voFilter];

interface MySummary {
  /** Whose jobs; null as long as nobody has said. */
  readonly user: string | null;
  readonly found: UserSummary | null;
}

/** The reader's own jobs. */
export const myPage: CorePage<{ readonly user: string | null; readonly found: UserFound | null }, MySummary> = {
  path: '/my/',
  title: 'My jobs',
  section: 'users',
  menu: 'My jobs',
  help: 'The jobs and tasks of whoever reads. Where the monitor knows the reader, by the proxy in front of it or a login, it shows them at once; elsewhere it asks for the name, and the address with the name can be kept as a bookmark.',
  filters,
  read: async (source, request) => {
    const user = readParameter(request.parameters, 'user') ?? request.reader ?? null;
    return { user, found: user === null ? null : await userPage.read(source, { ...request, path: { user }, parameters: new URLSearchParams([...request.parameters].filter(([name]) => name.toLowerCase() !== 'user')) }) };
  },
  summarise: ({ user, found }, request) => ({ user, found: found === null ? null : userPage.summarise(found, request) }),
  titleOf: ({ user }) => (user === null ? 'My jobs' : `My jobs: ${user}`),
  formOf: ({ user, found }) => ({ path: '/my/', filters, parameters: { ...(user === null ? {} : { user }), ...(found === null ? {} : { hours: String(found.hours), ...(found.vo === null ? {} : { vo: found.vo }) }) } }),
  tables: ({ found }) => (found === null ? [] : userPage.tables?.(found) ?? []),
  render: ({ found }, tables) => (found === null ? renderNotice({ title: 'Whose jobs?', text: markup`This monitor does not know who reads. Say your name as jobs have it, or choose it among the <a href="/users/">users</a>.` }) : userPage.render(found, tables)),
};
