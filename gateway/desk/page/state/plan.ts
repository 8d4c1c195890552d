import { signal } from '@preact/signals';
import type { BuildingDevice, BuildingPlan, BuildingPoint } from '../../http/api/buildingApi.ts';
import { ask } from './ask.ts';

/** Names, places, units and limits; null until they are there. What is shown without them says less, and nothing wrong. */
export const plan = signal<BuildingPlan | null>(null);

let asking = false;

/** Asks for the building where the one that is known is another. One question at a time; the next beat asks again. */
export function loadPlan(version: string): void {
  if (asking || version === '' || plan.value?.version === version) return;
  asking = true;
  void ask<BuildingPlan>('GET', '/api/building').then((answer) => {
    asking = false;
    if (answer.ok) plan.value = answer.value;
  });
}

export function deviceOf(id: string): BuildingDevice | undefined {
  return plan.value?.devices.find((device) => device.id === id);
}

/** A point by its full id. */
export function pointOf(id: string): BuildingPoint | undefined {
  return deviceOf(id.slice(0, id.indexOf('/')))?.points.find(({ point }) => point === id);
}
