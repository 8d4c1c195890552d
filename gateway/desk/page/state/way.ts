import { signal } from '@preact/signals';

/** The address of the page that is shown. */
export const way = signal(location.pathname);

addEventListener('popstate', () => {
  way.value = location.pathname;
});

/** Goes to another page of ours without asking for it again. */
export function go(path: string): void {
  history.pushState(null, '', path);
  way.value = path;
  scrollTo(0, 0);
}
