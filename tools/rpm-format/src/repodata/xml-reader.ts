import { readXmlTokens, type XmlLimits } from './xml-tokens.ts';

/** An element with its content; `text` is the character data directly inside it, joined. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * The root element of a document, whole in memory.
 * @throws RepodataError `XML_REFUSED`
 */
export function readXml(xml: string, limits: XmlLimits): XmlElement {
  const open: OpenElement[] = [{ name: '', attributes: {}, children: [], text: '' }];
  for (const token of readXmlTokens(xml, limits)) {
    if (token.kind === 'open') open.push({ name: token.name, attributes: token.attributes, children: [], text: '' });
    else if (token.kind === 'text') addText(open, token.text);
    else closeElement(open);
  }
  // The tokens end after exactly one root element.
  return open[0]?.children[0] ?? { name: '', attributes: {}, children: [], text: '' };
}

function addText(open: readonly OpenElement[], text: string): void {
  const last = open.at(-1);
  if (last !== undefined) last.text += text;
}

function closeElement(open: OpenElement[]): void {
  const closed = open.pop();
  if (closed !== undefined) open.at(-1)?.children.push(closed);
}
