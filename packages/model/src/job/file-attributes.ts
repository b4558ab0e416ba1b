/** Attributes of a file in the order of FileSpec's pickled state. Source: panda-server, `taskbuffer/FileSpec.py`. */
export const fileAttributes = [
  'row_ID', 'PandaID', 'GUID', 'lfn', 'type', 'dataset', 'status', 'prodDBlock', 'prodDBlockToken', 'dispatchDBlock',
  'dispatchDBlockToken', 'destinationDBlock', 'destinationDBlockToken', 'destinationSE', 'fsize', 'md5sum',
  'checksum', 'scope', 'jediTaskID', 'datasetID', 'fileID', 'attemptNr',
] as const;

export type FileAttribute = (typeof fileAttributes)[number];
