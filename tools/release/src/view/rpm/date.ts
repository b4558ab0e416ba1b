const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** From this age on, and for times in the future, ls and rpm show the year instead of the hour (rpm, lib/query.c). */
const oldSeconds = 6 * 30 * 24 * 60 * 60;
const futureSeconds = 60 * 60;

/** `Tue Nov 14 12:00:00 2023`, as rpm's `:date` in the C locale; in the time zone of the process. */
export function formatDate(timeSeconds: number): string {
  const date = new Date(timeSeconds * 1000);
  return `${nameDay(date)} ${nameMonth(date)} ${padDay(date)} ${formatClock(date)}:${pad(date.getSeconds())} ${date.getFullYear()}`;
}

/** `Tue Nov 14 2023`, as rpm's `:day`. */
export function formatDay(timeSeconds: number): string {
  const date = new Date(timeSeconds * 1000);
  return `${nameDay(date)} ${nameMonth(date)} ${pad(date.getDate())} ${date.getFullYear()}`;
}

/** `Nov 14  2023` or `Nov 14 12:00`, as `ls -l` shows the time of a file. */
export function formatFileTime(timeSeconds: number, nowSeconds: number): string {
  const date = new Date(timeSeconds * 1000);
  const isDistant = nowSeconds > timeSeconds + oldSeconds || nowSeconds < timeSeconds - futureSeconds;
  return `${nameMonth(date)} ${padDay(date)} ${isDistant ? ` ${date.getFullYear()}` : formatClock(date)}`;
}

function nameDay(date: Date): string {
  return days[date.getDay()] ?? '';
}

function nameMonth(date: Date): string {
  return months[date.getMonth()] ?? '';
}

function padDay(date: Date): string {
  return String(date.getDate()).padStart(2);
}

function formatClock(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
