export { toRecord, type NoteRecord } from '../../pages/notes/record.ts';
