import { signal } from '@preact/signals';
import type { Me, Role } from '../../http/api/accessApi.ts';

/** Who is logged in; null: nobody. */
export const me = signal<Me | null>(null);

const RISING: readonly Role[] = ['viewer', 'operator', 'installer', 'admin'];

/** Whether who is logged in may do what needs this role. Desk decides; the page only shows no button that would be refused. */
export function may(least: Role): boolean {
  return me.value !== null && RISING.indexOf(me.value.role) >= RISING.indexOf(least);
}
