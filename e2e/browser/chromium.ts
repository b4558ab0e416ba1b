import { chromium, type Browser } from 'playwright-core';

/** The system's Chromium without a window and without talk of its own to the network. Who starts it must close it. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
}
