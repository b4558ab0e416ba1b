import { RepodataError } from './repodata-error.ts';

export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly name: string };

export interface XmlLimits {
  /** UTF-16 units of the whole document. */
  readonly limitBytes: number;
}

const depthLimit = 16;
const attributeLimit = 32;
const declaration = /^<\?xml version="1\.0"(?: encoding="UTF-8")?\?>\s*/i;
const nameText = '[A-Za-z_][A-Za-z0-9_.:-]*';
const openTag = new RegExp(`<(${nameText})((?:\\s+${nameText}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'y');
const closeTag = new RegExp(`</(${nameText})\\s*>`, 'y');
const attribute = new RegExp(`(${nameText})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The tokens of a document as repositories use XML: elements, attributes, text and character references.
 * A doctype, an entity of one's own, a comment, a CDATA section or a processing instruction is refused, so nothing can
 * expand or be fetched. An empty element gives an open and a close token.
 * @throws RepodataError `XML_REFUSED` naming the offset
 */
export function* readXmlTokens(xml: string, limits: XmlLimits): Generator<XmlToken> {
  if (xml.length > limits.limitBytes) throw refused(`the document has ${xml.length} characters; at most ${limits.limitBytes} are read`);
  const open: string[] = [];
  let offset = declaration.exec(xml)?.[0].length ?? 0;
  do {
    const markup = xml.indexOf('<', offset);
    if (markup < 0) throw refused(`the document ends inside "${open.at(-1) ?? 'nothing'}"`, xml.length);
    if (markup > offset) yield* readText(xml.slice(offset, markup), { offset, inside: open.length > 0 });
    const tag = readTag(xml, markup, open);
    yield* tag.tokens;
    offset = tag.end;
  } while (open.length > 0);
  if (xml.slice(offset).trim() !== '') throw refused('text after the root element', offset);
}

function* readText(raw: string, place: { readonly offset: number; readonly inside: boolean }): Generator<XmlToken> {
  if (place.inside) yield { kind: 'text', text: decodeText(raw, place.offset) };
  else if (raw.trim() !== '') throw refused('text before the root element', place.offset);
}

interface ReadTag {
  readonly tokens: readonly XmlToken[];
  readonly end: number;
}

function readTag(xml: string, offset: number, open: string[]): ReadTag {
  if (xml.startsWith('</', offset)) return readCloseTag(xml, offset, open);
  openTag.lastIndex = offset;
  const [, name, attributes, slash] = openTag.exec(xml) ?? [];
  if (name === undefined) throw refused(`markup that is not allowed: ${JSON.stringify(xml.slice(offset, offset + 20))}`, offset);
  const token = { kind: 'open', name, attributes: readAttributes(attributes ?? '', offset) } as const;
  const end = openTag.lastIndex;
  if (slash === '/') return { tokens: [token, { kind: 'close', name }], end };
  if (open.length >= depthLimit) throw refused(`more than ${depthLimit} elements inside one another`, offset);
  open.push(name);
  return { tokens: [token], end };
}

function readCloseTag(xml: string, offset: number, open: string[]): ReadTag {
  closeTag.lastIndex = offset;
  const name = closeTag.exec(xml)?.[1];
  const expected = open.pop();
  if (name === undefined || name !== expected) {
    throw refused(`the closing tag is ${JSON.stringify(xml.slice(offset, offset + 20))}; wanted one for "${expected ?? 'nothing'}"`, offset);
  }
  return { tokens: [{ kind: 'close', name }], end: closeTag.lastIndex };
}

function readAttributes(text: string, offset: number): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    if (found.has(name)) throw refused(`the attribute "${name}" twice`, offset);
    if (found.size >= attributeLimit) throw refused(`more than ${attributeLimit} attributes`, offset);
    found.set(name, decodeText(double ?? single ?? '', offset));
  }
  return Object.fromEntries(found);
}

function decodeText(raw: string, offset: number): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&([^;&]{0,10};)?/g, (whole, reference: string | undefined) => {
    const character = decodeReference((reference ?? '').slice(0, -1));
    if (character === undefined) throw refused(`the entity ${JSON.stringify(whole)}`, offset);
    return character;
  });
}

function decodeReference(reference: string): string | undefined {
  if (Object.hasOwn(entities, reference)) return entities[reference];
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** XML 1.0, section 2.2. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

function refused(fact: string, offset?: number): RepodataError {
  const place = offset === undefined ? '' : ` at character ${offset}`;
  return new RepodataError('XML_REFUSED', `read repository metadata: ${fact}${place}`, 'Publish the repository again; what is there cannot be used.');
}
