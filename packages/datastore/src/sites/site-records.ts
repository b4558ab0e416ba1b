import type { Insertable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** What is known of a cloud; what is left out keeps its value, or gets its default. */
export type CloudChanges = Partial<Insertable<Tables['cloudconfig']>> & { readonly NAME: string };

/** Makes clouds, or changes the columns that are given of those that are there. */
export async function writeClouds(database: PandaDatabase, clouds: readonly CloudChanges[], time: string): Promise<void> {
  await database.write(async (transaction) => {
    for (const cloud of clouds) {
      const found = await transaction.selectFrom('cloudconfig').select('NAME').where('NAME', '=', cloud.NAME).executeTakeFirst();
      const changes = { ...cloud, MODTIME: time };
      if (found === undefined) await transaction.insertInto('cloudconfig').values({ DESCRIPTION: cloud.NAME, TIER1: '', TIER1SE: '', SERVER: '', STATUS: 'online', ...changes }).execute();
      else await transaction.updateTable('cloudconfig').set(changes).where('NAME', '=', cloud.NAME).execute();
    }
  });
}

/** Sets the VOs whose jobs a queue takes; none lets it take all. */
export async function writeQueueVos(database: PandaDatabase, { queue, site, vos }: { readonly queue: string; readonly site: string; readonly vos: readonly string[] }): Promise<void> {
  await database.write(async (transaction) => {
    await transaction.deleteFrom('vo_to_site').where('QUEUE', '=', queue).execute();
    if (vos.length > 0) await transaction.insertInto('vo_to_site').values(vos.map((vo) => ({ SITE_NAME: site.slice(0, 32), QUEUE: queue, VO_NAME: vo }))).execute();
  });
}

/** A VO whose jobs a queue takes. */
export interface QueueVo {
  readonly queue: string;
  readonly vo: string;
}

/** The VOs of every queue that takes the jobs of some only. */
export async function listQueueVos({ sql }: Pick<PandaDatabase, 'sql'>): Promise<QueueVo[]> {
  const rows = await sql.selectFrom('vo_to_site').select(['QUEUE', 'VO_NAME']).orderBy('QUEUE').orderBy('VO_NAME').execute();
  return rows.map((row) => ({ queue: row.QUEUE, vo: row.VO_NAME }));
}
