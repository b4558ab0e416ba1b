/** Brings the entry of the menu that the page belongs to into view, where a narrow window shows only a part of the menu. */
export function showCurrentEntry(): void {
  for (const entry of document.querySelectorAll<HTMLElement>('nav [aria-current]')) {
    const menu = entry.closest('nav');
    if (menu === null || menu.scrollWidth <= menu.clientWidth) continue;
    const [inside, outside] = [entry.getBoundingClientRect(), menu.getBoundingClientRect()];
    menu.scrollLeft += inside.left - outside.left - (outside.width - inside.width) / 2;
  }
}
