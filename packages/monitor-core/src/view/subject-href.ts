/** The address of the page about one value of an attribute; `undefined` where there is no such page. */
export function subjectHref(attribute: string, value: string | number): string | undefined {
  switch (attribute.toLowerCase()) {
    case 'computingsite': return `/site/${encodeURIComponent(value)}/`;
    case 'produsername': return `/user/${encodeURIComponent(value)}/`;
    case 'jeditaskid': return `/task/${encodeURIComponent(value)}/`;
    case 'pandaid': return `/job/${encodeURIComponent(value)}/`;
    default: return undefined;
  }
}

/** The address of the worker nodes of a site, or of one of them. */
export function nodeHref(site: string, node?: string): string {
  return node === undefined ? `/wns/${encodeURIComponent(site)}/` : `/wn/${encodeURIComponent(site)}/${encodeURIComponent(node)}/`;
}

/** The address of the page about the files of a name. */
export function fileHref(lfn: string): string {
  return `/file/${encodeURIComponent(lfn)}/`;
}

/** The address of the page about a dataset. */
export function datasetHref(name: string): string {
  return `/dataset/${encodeURIComponent(name)}/`;
}
