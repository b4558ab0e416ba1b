/** Address of the page of a job of a schedd. */
export function jobHref(globalJobId: string): string {
  return `/htcondor/job/?${new URLSearchParams({ globaljobid: globalJobId }).toString()}`;
}
