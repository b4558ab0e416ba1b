import htmx from 'htmx.org';

const choice = 'bigpanda.refresh';

/** What the control of the page is made of. */
interface Control {
  readonly whole: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly text: HTMLElement;
}

/**
 * Refreshes the live parts of the page at their pace, with a control that pauses it and is remembered. Nothing is
 * refreshed while the page is hidden, nor where the keyboard's focus or a selection is, so that neither is ever lost.
 */
export function refreshLiveParts(): void {
  const control = findControl();
  const parts = [...document.querySelectorAll<HTMLElement>('[data-live-seconds]')];
  if (control === undefined || parts.length === 0) return;
  const state = { isPaused: localStorage.getItem(choice) === 'paused' };
  const show = (): void => {
    control.button.textContent = state.isPaused ? 'Resume' : 'Pause';
    control.text.textContent = state.isPaused ? 'Refreshing is paused.' : `Refreshes every ${describePace(parts)}.`;
  };
  control.button.addEventListener('click', () => {
    state.isPaused = !state.isPaused;
    localStorage.setItem(choice, state.isPaused ? 'paused' : 'running');
    show();
    if (!state.isPaused) for (const part of parts) refresh(part);
  });
  for (const part of parts) setInterval(() => { if (!state.isPaused) refresh(part); }, Number(part.dataset['liveSeconds']) * 1000);
  // An answer that is no page of ours leaves what is shown as it is.
  document.addEventListener('htmx:before:response', (event) => { if (!(event as CustomEvent<{ readonly ctx: { readonly response: { readonly status: number } } }>).detail.ctx.response.status.toString().startsWith('2')) event.preventDefault(); });
  show();
  control.whole.hidden = false;
}

function findControl(): Control | undefined {
  const whole = document.querySelector<HTMLElement>('.refresh');
  const button = whole?.querySelector('button');
  const text = whole?.querySelector('span');
  return whole && button && text ? { whole, button, text } : undefined;
}

function describePace(parts: readonly HTMLElement[]): string {
  const seconds = Math.min(...parts.map((part) => Number(part.dataset['liveSeconds'])));
  return seconds % 60 === 0 ? (seconds === 60 ? 'minute' : `${seconds / 60} minutes`) : `${seconds} seconds`;
}

function refresh(part: HTMLElement): void {
  const selection = document.getSelection();
  const isInUse = part.contains(document.activeElement) || (selection !== null && !selection.isCollapsed && part.contains(selection.anchorNode));
  if (!document.hidden && !isInUse) htmx.trigger(part, 'refresh');
}
