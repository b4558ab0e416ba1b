/** Whether primary itself lists a path, so that clients can resolve it without filelists (createrepo_c 0.17, misc.h). */
export function isPrimaryFile(path: string): boolean {
  return path.startsWith('/etc/') || path === '/usr/lib/sendmail' || path.includes('bin/');
}
