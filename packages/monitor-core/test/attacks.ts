import { getRequest, type RawAnswer } from './raw-request.ts';

/** Something that is tried against a running monitor. */
export interface Attack {
  readonly name: string;
  readonly request: string;
  /** Statuses that are right; 0 is a connection that is closed without an answer. */
  readonly statuses: readonly number[];
  /** What else must hold; a sentence where it does not. */
  readonly check?: (answer: RawAnswer) => string | undefined;
}

/** What would be there if markup of an attacker came through. Values of jobs in the database hold the same. */
export const brokenMarkup = /<script>alert|<img src=x|<svg onload|<a href=javascript|"\s*onmouseover=|'\s*onmouseover=/i;

/** Texts that a page, a script or a style sheet could take for its own. */
export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>", '" onmouseover="alert(1)', "' onmouseover='alert(1)", '</title><script>alert(1)</script>', '<a href=javascript:alert(1)>x</a>', '&lt;script>alert(1)',
];

const injections: readonly string[] = [
  "' or '1'='1", '" or "1"="1', "x' union select NAME from panda_migrations -- ", "'; drop table jobsactive4; -- ", '1) or (1=1', "\\' or 1=1 -- ", "x' and sleep(5) -- ", '*/ or 1=1 /*', '`; delete from jobsactive4', '%27 or 1=1', '0x31 or 1=1', "x'||(select 1)||'", 'char(39)', "' or 1=1#",
];

const foreign = 'evil.test';

const saysForeign = ({ body, headers }: RawAnswer): string | undefined => (body.includes(foreign) || [...headers.values()].some((value) => value.includes(foreign)) ? `says ${foreign}` : undefined);
const staysHere = ({ headers }: RawAnswer): string | undefined => {
  const location = headers.get('location') ?? '/';
  return new URL(location, 'http://monitor.test/a/b/').host === 'monitor.test' && !headers.has('x-injected') && !(headers.get('set-cookie') ?? '').includes('injected') ? undefined : `leads to ${location}`;
};
const servesNoFile = ({ body }: RawAnswer): string | undefined => (/root:|runProgram|import \{/.test(body) ? 'serves a file that is not its own' : undefined);
const findsNoJob = ({ body }: RawAnswer): string | undefined => (/"pandaid":\d/.test(body) ? 'finds jobs' : undefined);

const pagesWithTexts: readonly ((text: string) => string)[] = [
  (text) => `/jobs/?jobname=${text}`, (text) => `/jobs/?${text}=1`, (text) => `/jobs/?json&jobname=${text}`, (text) => `/errors/?computingsite=${text}`, (text) => `/site/${text}/`, (text) => `/user/${text}/`, (text) => `/job/${text}/`, (text) => `/task/${text}/`,
  (text) => `/search/?q=${text}`, (text) => `/tasks/?taskname=${text}`, (text) => `/${text}/`, (text) => `/jobs/?csv=${text}`, (text) => `/jobs/?sortby=${text}`, (text) => `/help/?x=${text}`, (text) => `/api/datatables/?sEcho=${text}&sSearch=${text}`, (text) => `/theme/?theme=${text}&back=${text}`, (text) => `/static/${text}`,
];

/** Places that are made by the same lines as others: every third text is enough. */
const likeOthers = <Item>(items: readonly Item[]): Item[] => items.filter((_, index) => index % 3 === 0);
const furtherTexts: readonly string[] = ['/file/TEXT/', '/dataset/TEXT/', '/files/?lfn=TEXT', '/dash/?sortby=TEXT', '/logger/?has=TEXT'];
const furtherStatements: readonly string[] = ['/files/?json&lfn=TEXT', '/files/?json&below=TEXT', '/dataset/TEXT/?json', '/datasets/?json&name=TEXT', '/logger/?json&has=TEXT', '/incidents/?json&type=TEXT', '/sites/?json&vo=TEXT'];

/** Texts in every place of an address that takes one. */
export const markupAttacks: readonly Attack[] = [...pagesWithTexts.flatMap((write, place) => hostileTexts.map((text): Attack => ({
  name: `markup ${hostileTexts.indexOf(text)} in ${pagesWithTexts[place]?.('TEXT') ?? ''}`, request: getRequest(write(encodeURIComponent(text))), statuses: [200, 303, 400, 404], check: staysHere,
}))), ...furtherTexts.flatMap((place) => likeOthers(hostileTexts).map((text): Attack => ({ name: `markup ${text} in ${place}`, request: getRequest(place.replace('TEXT', encodeURIComponent(text))), statuses: [200, 400, 404], check: staysHere })))];

/** Pieces of SQL in every place that reaches a statement. */
export const sqlAttacks: readonly Attack[] = [...injections.flatMap((text): Attack[] => {
  const value = encodeURIComponent(text);
  return [`/jobs/?json&computingsite=${value}`, `/jobs/?json&pandaid=${value}`, `/jobs/?json&cursor=${value}`, `/jobs/?json&sortby=${value}`, `/jobs/?json&hours=${value}`, `/jobs/?json&${value}=1`, `/tasks/?json&jeditaskid=${value}`, `/tasks/?json&taskname=${value}`, `/site/${value}/?json`, `/user/${value}/?json`, `/job/${value}/?json`, `/search/?json&q=${value}`, `/api/datatables/?iSortCol_0=${value}&sSearch=${value}`, `/lsst/?json&x=${value}`]
    .map((target) => ({ name: `SQL ${text} in ${target.split(value).join('TEXT')}`, request: getRequest(target), statuses: [200, 400, 404], check: findsNoJob }));
}), ...furtherStatements.flatMap((place) => likeOthers(injections).map((text): Attack => ({ name: `SQL ${text} in ${place}`, request: getRequest(place.replace('TEXT', encodeURIComponent(text))), statuses: [200, 400, 404], check: findsNoJob })))];

const forgedHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'x-forwarded-host': foreign }, { 'x-forwarded-server': foreign }, { 'x-host': foreign }, { forwarded: `host=${foreign};proto=https` }, { 'x-forwarded-prefix': `//${foreign}` }, { 'x-forwarded-proto': `javascript://${foreign}` }, { 'x-original-url': `//${foreign}/` },
  { 'x-rewrite-url': `/${foreign}/` }, { 'x-forwarded-scheme': foreign }, { referer: `http://${foreign}/` }, { origin: `http://${foreign}` }, { 'x-http-method-override': 'DELETE', 'x-forwarded-for': foreign }, { cookie: `theme=${foreign}` }, { 'accept-language': foreign }, { 'user-agent': `<script>alert(1)</script> ${foreign}` }, { 'x-request-id': `${foreign}\t<script>` },
];

/** What a cache in front could keep for others. */
export const cacheAttacks: readonly Attack[] = [
  ...['/', '/jobs/', '/jobs', '/nothing/', '/static/monitor.css', '/theme/?theme=dark'].flatMap((target) => forgedHeaders.map((headers): Attack => ({ name: `${Object.keys(headers).join(' ')} for ${target}`, request: getRequest(target, headers), statuses: [200, 301, 303, 404], check: saysForeign }))),
  ...[foreign, `${foreign}:80`, `monitor.test.${foreign}`, `monitor.test@${foreign}`, `monitor.test/${foreign}`, `"${foreign}`, `<script>alert(1)</script>`, `${foreign}\tx`, 'a'.repeat(5000)].map((host): Attack => ({ name: `Host ${host.slice(0, 40)}`, request: getRequest('/jobs/', { host }), statuses: [400, 421], check: saysForeign })),
  { name: 'two Hosts', request: `GET /jobs/ HTTP/1.1\r\nHost: monitor.test\r\nHost: ${foreign}\r\nConnection: close\r\n\r\n`, statuses: [400, 421], check: saysForeign },
  { name: 'no Host', request: 'GET /jobs/ HTTP/1.1\r\nConnection: close\r\n\r\n', statuses: [400] },
  { name: 'an address with a host in the request line', request: getRequest(`http://${foreign}/jobs/`), statuses: [200, 400, 421], check: saysForeign },
  { name: 'a GET with a body of parameters', request: `GET /jobs/?json&computingsite=NONE HTTP/1.1\r\nHost: monitor.test\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 19\r\n\r\ncomputingsite=SITE1`, statuses: [200], check: findsNoJob },
  { name: 'JSON and HTML of one address apart for caches', request: getRequest('/jobs/', { accept: 'application/json' }), statuses: [200], check: ({ headers }) => (/\bAccept\b/.test(headers.get('vary') ?? '') && headers.get('cache-control') === 'no-cache' ? undefined : 'may be kept for those who want HTML') },
];

/** Ways to files and pages that are not for readers. */
export const pathAttacks: readonly Attack[] = [
  ...['/static/../src/main.ts', '/static/..%2fsrc%2fmain.ts', '/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd', '/static/..%252f..%252fetc%252fpasswd', '/static/....//....//etc/passwd', '/static/..%5c..%5cetc%5cpasswd', '/static/%c0%ae%c0%ae/etc/passwd', '/static//etc/passwd', '/static/%00', '/static/monitor.css%00.svg', '/static/__proto__', '/static/constructor', '/../../../../etc/passwd', '/jobs/..;/static/main.ts', '/%', '/%zz/', '/%ff%fe/', '/jobs/%00/', '//evil.test/', '/\\evil.test/', '/.git/config', '/etc/passwd', '/vo/lsst/plugin.mjs', '/static/colours/..%2f..%2fetc']
    .map((target): Attack => ({ name: `path ${target}`, request: getRequest(target), statuses: [400, 404], check: servesNoFile })),
  ...['//evil.test', '///evil.test', '/\\evil.test', '/\t/evil.test', 'http://evil.test/', 'javascript:alert(1)', '/%0d%0aX-Injected: 1', '/\r\nX-Injected: 1\r\nSet-Cookie: injected=1', '/@evil.test', '.evil.test']
    .map((back): Attack => ({ name: `back to ${JSON.stringify(back)}`, request: getRequest(`/theme/?theme=dark&back=${encodeURIComponent(back)}`), statuses: [303], check: staysHere })),
  ...['/jobs?a=%0d%0aX-Injected:%201', '/jobs?a=%0aSet-Cookie:%20injected=1', '/job?//evil.test', '/job/info/..%2f..%2fevil.test/5/', '/tasknew/%2f%2fevil.test/'].map((target): Attack => ({ name: `led on from ${target}`, request: getRequest(target), statuses: [301, 404], check: staysHere })),
  { name: 'an address of 100,000 characters', request: getRequest(`/jobs/?jobname=${'a'.repeat(100_000)}`), statuses: [0, 400, 414, 431] },
  { name: 'a value of 12,000 characters', request: getRequest(`/jobs/?jobname=${'a'.repeat(12_000)}`), statuses: [400], check: ({ body }) => (body.includes('a'.repeat(3000)) ? 'says it again' : undefined) },
  { name: '2,000 parameters', request: getRequest(`/jobs/?${'jobname=a&'.repeat(1300)}`), statuses: [200, 400] },
  { name: '3,000 stars', request: getRequest(`/jobs/?jobname=${'*a'.repeat(900)}`), statuses: [200, 400] },
  { name: '5,000 headers', request: getRequest('/', Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x-${index}`, 'a']))), statuses: [0, 431] },
];

/** Requests that two programs could read in two ways, and verbs that write. */
export const protocolAttacks: readonly Attack[] = [
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'].map((verb): Attack => ({ name: `the verb ${verb}`, request: getRequest('/jobs/', { 'x-mark': 'said-again' }).replace('GET', verb), statuses: [400, 405], check: ({ body }) => (body.includes('said-again') ? 'says headers again' : undefined) })),
  { name: 'a length and chunks at once', request: 'POST /api/datatables/ HTTP/1.1\r\nHost: monitor.test\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /job/1/ HTTP/1.1\r\nHost: evil.test\r\n\r\n', statuses: [400], check: saysForeign },
  { name: 'two lengths', request: 'POST /api/datatables/ HTTP/1.1\r\nHost: monitor.test\r\nContent-Length: 0\r\nContent-Length: 40\r\nConnection: close\r\n\r\n', statuses: [400] },
  { name: 'chunks by another name', request: 'POST /api/datatables/ HTTP/1.1\r\nHost: monitor.test\r\nTransfer-Encoding: xchunked\r\nConnection: close\r\n\r\n0\r\n\r\n', statuses: [400, 501] },
  { name: 'a header on two lines', request: 'GET / HTTP/1.1\r\nHost: monitor.test\r\nX-A: a\r\n b\r\nConnection: close\r\n\r\n', statuses: [400] },
  { name: 'a bare line feed', request: 'GET / HTTP/1.1\nHost: monitor.test\n\n', statuses: [400] },
  { name: 'what is no HTTP', request: '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n', statuses: [0, 400] },
  { name: 'a form of 10 MB', request: `POST /api/datatables/ HTTP/1.1\r\nHost: monitor.test\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000000\r\n\r\n${'a'.repeat(100)}`, statuses: [0, 400, 413] },
];
