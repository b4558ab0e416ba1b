/** A page that is measured. */
export interface MeasuredPage {
  readonly kind: 'list' | 'filter' | 'counts' | 'dashboard' | 'place';
  readonly address: string;
}

/** A queue, a user and a task of the sample that have jobs. */
export interface SampleNames {
  readonly site: string;
  readonly user: string;
  readonly task: number;
  /** Of the task. */
  readonly dataset: string;
}

/** What people look at, of the last hours and of the whole month; `place` is the 1,000th page of a list. */
export function listMeasuredPages(names: SampleNames): MeasuredPage[] {
  return [...listJobPages(names), ...listSubjectPages(names)];
}

/** Lists of jobs. */
function listJobPages({ site, user, task }: SampleNames): MeasuredPage[] {
  const name = encodeURIComponent(user);
  return [
    { kind: 'list', address: '/jobs/' },
    { kind: 'list', address: '/jobs/?hours=12' },
    { kind: 'list', address: '/jobs/?days=all&sortby=-modificationtime' },
    { kind: 'counts', address: '/jobs/?days=all' },
    { kind: 'counts', address: '/jobs/?days=all&vo=lsst' },
    { kind: 'counts', address: '/jobs/?days=all&jobstatus=failed' },
    { kind: 'filter', address: `/jobs/?computingsite=${site}` },
    { kind: 'filter', address: `/jobs/?days=all&computingsite=${site}&jobstatus=failed` },
    { kind: 'filter', address: `/jobs/?days=all&produsername=${name}` },
    { kind: 'filter', address: `/jobs/?days=all&produsername=User 1*` },
    { kind: 'filter', address: `/jobs/?days=all&jeditaskid=${task}` },
    { kind: 'filter', address: '/jobs/?jobsetid=12000' },
    { kind: 'filter', address: '/jobs/?days=all&computingsite=NOWHERE' },
    { kind: 'filter', address: '/jobs/?days=all&cloud=US|DE&jobstatus=!finished' },
    { kind: 'filter', address: '/jobs/?hours=24&minramcount=2000' },
    { kind: 'list', address: '/jobs/?sortby=-currentpriority' },
    { kind: 'list', address: '/jobs/?days=all&sortby=computingsite' },
  ];
}

/** Everything else. */
function listSubjectPages({ site, user, task, dataset }: SampleNames): MeasuredPage[] {
  const name = encodeURIComponent(user);
  return [
    { kind: 'dashboard', address: '/' },
    { kind: 'dashboard', address: '/dash/' },
    { kind: 'dashboard', address: '/dash/?days=all' },
    { kind: 'dashboard', address: '/dash/production/' },
    { kind: 'dashboard', address: '/dash/analysis/' },
    { kind: 'dashboard', address: '/users/' },
    { kind: 'dashboard', address: '/job/list/' },
    { kind: 'dashboard', address: '/sites/' },
    { kind: 'dashboard', address: `/site/${site}/` },
    { kind: 'dashboard', address: `/user/${name}/` },
    { kind: 'dashboard', address: `/wns/${site}/` },
    { kind: 'dashboard', address: '/errors/' },
    { kind: 'dashboard', address: '/errors/?days=7' },
    { kind: 'dashboard', address: '/tasks/' },
    { kind: 'dashboard', address: `/task/${task}/` },
    { kind: 'filter', address: `/search/?q=${name}` },
    { kind: 'filter', address: `/search/?q=${task}` },
    { kind: 'list', address: '/files/' },
    { kind: 'filter', address: `/files/?dataset=${dataset}&type=log` },
    { kind: 'filter', address: '/files/?type=log&vo=lsst' },
    { kind: 'list', address: '/datasets/' },
    { kind: 'filter', address: '/datasets/?vo=lsst' },
    { kind: 'filter', address: `/datasets/?name=${dataset.slice(0, 9)}*&vo=lsst` },
    { kind: 'dashboard', address: `/dataset/${dataset}/` },
    { kind: 'dashboard', address: '/workQueues/' },
    { kind: 'dashboard', address: '/users/?sortby=-failed_percent' },
    { kind: 'dashboard', address: '/sites/?sortby=-failed_percent' },
  ];
}
