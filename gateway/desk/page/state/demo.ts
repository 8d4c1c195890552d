import type { Me } from '../../http/api/accessApi.ts';
import { ask } from './ask.ts';

const PERSON = 'Demo';
const KEPT = 'lifeline-demo';

/** Whether this page is shown in a demonstration: it was opened by its link once. */
export function isDemo(): boolean {
  return localStorage.getItem(KEPT) !== null;
}

/** Logs in with the link that a demonstration prints (`#demo=<password>`); null: there is none, or it is of another one. */
export async function enterDemo(): Promise<Me | null> {
  const password = /^#demo=([\w-]{8,40})$/.exec(location.hash)?.[1];
  if (password === undefined) return null;
  history.replaceState(null, '', location.pathname);
  const answer = await ask<Me>('POST', '/api/login', { name: PERSON, password });
  if (!answer.ok) return null;
  localStorage.setItem(KEPT, 'on');
  return answer.value;
}
