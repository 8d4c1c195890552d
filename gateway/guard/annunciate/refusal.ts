import type { Problem } from '../../core/result.ts';
import type { Device } from '../../site/installation.ts';
import { guardProblem } from '../../text/problems/guardProblems.ts';
import { exceptionText } from '../bus/exceptionText.ts';

/** A device that refuses what is written to its outputs, with a Modbus exception. */
export function refusalProblem(
  { id, unit }: Pick<Device, 'id' | 'unit'>,
  exception: number,
): Problem & { readonly hint: string } {
  return {
    ...guardProblem('annunciate.refused', { exception: exceptionText(exception) }),
    where: `${id} (unit ${unit})`,
  };
}
