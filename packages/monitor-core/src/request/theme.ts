/** How pages look: as the reader's system says, or as the reader chose. */
export const themes = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

const cookieName = 'theme';
const yearSeconds = 31_536_000;

/** The theme that the cookies of a request name; that of the system without one. */
export function readTheme(cookies: string | undefined): Theme {
  const value = cookies?.split(';').map((pair) => pair.trim().split('=')).find(([name]) => name === cookieName)?.[1];
  return themes.find((theme) => theme === value) ?? 'auto';
}

/** The answer to a choice: a cookie that holds it for a year, and the way back to a page of this host. */
export function keepTheme(parameters: URLSearchParams, home: string): Response {
  const theme = themes.find((known) => known === parameters.get('theme')) ?? 'auto';
  const cookie = `${cookieName}=${theme}; Path=/; Max-Age=${theme === 'auto' ? 0 : yearSeconds}; SameSite=Lax; HttpOnly`;
  return new Response(null, { status: 303, headers: { location: ownPath(parameters.get('back')) ?? home, 'set-cookie': cookie, 'cache-control': 'no-store' } });
}

/** A path of this host; absent for what a browser would take for another one. */
function ownPath(path: string | null): string | undefined {
  return path !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : undefined;
}
