import type { FileAttribute } from '@bigpanda/model';
import type { ColumnType } from './column-type.ts';

/** The column of each file attribute in filestable4, whose names are the attributes in upper case. Source: PanDA's MySQL schema of 2015. */
export const fileColumns: Readonly<Record<FileAttribute, ColumnType>> = {
  row_ID: 'bigint',
  PandaID: 'bigint',
  GUID: 'varchar(64)',
  lfn: 'varchar(256)',
  type: 'varchar(20)',
  dataset: 'varchar(255)',
  status: 'varchar(64)',
  prodDBlock: 'varchar(255)',
  prodDBlockToken: 'varchar(250)',
  dispatchDBlock: 'varchar(255)',
  dispatchDBlockToken: 'varchar(250)',
  destinationDBlock: 'varchar(255)',
  destinationDBlockToken: 'varchar(250)',
  destinationSE: 'varchar(250)',
  fsize: 'bigint',
  md5sum: 'varchar(36)',
  checksum: 'varchar(36)',
  scope: 'varchar(30)',
  jediTaskID: 'bigint',
  datasetID: 'bigint',
  fileID: 'bigint',
  attemptNr: 'integer',
};
