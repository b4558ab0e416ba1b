import type { JobSpec } from '@bigpanda/model';

/** A shell script that runs a job outside PanDA: what the pilot would fetch and call, with the input files named for the reader to bring. */
export function offlineScript({ attributes, files }: JobSpec): string {
  const transformation = String(attributes.transformation ?? '');
  const program = transformation.split('/').at(-1) ?? '';
  const inputs = files.filter((file) => file.type === 'input').map((file) => `#   ${file.scope ?? ''}:${file.lfn} of ${file.dataset ?? ''}`);
  return [
    '#!/bin/sh',
    `# PandaID ${attributes.PandaID}: ${attributes.jobName ?? ''}`,
    ...(inputs.length === 0 ? [] : ['# Bring these input files here first:', ...inputs]),
    'set -e',
    ...(/^https?:/.test(transformation) ? [`curl -sSfO ${quote(transformation)}`, `chmod +x ${quote(program)}`, `./${quote(program)} ${attributes.jobParameters ?? ''}`] : [`${transformation} ${attributes.jobParameters ?? ''}`]),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
