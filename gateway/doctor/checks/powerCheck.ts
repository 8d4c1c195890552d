import { doctorProblem } from '../../text/problems/doctorProblems.ts';
import {
  type Box,
  type CheckResult,
  looked,
  NOT_LOOKED,
  systemFile,
  systemFolder,
  systemNumber,
} from '../box.ts';

/** From here on the processors of these boards slow themselves down (Raspberry Pi documentation, "Frequency management"). */
const THROTTLES_CELSIUS = 80;
/** Bits of the firmware's answer: under-voltage now, and since the last start. */
const UNDERVOLTAGE_BITS = 0x1_0001;

/**
 * Undervoltage, as the kernel's driver `raspberrypi-hwmon` tells it (`in0_lcrit_alarm` of the sensor `rpi_volt`:
 * Documentation/hwmon/raspberrypi-hwmon.rst), or the older file of the firmware. Other boards do not tell.
 */
export function checkVoltage(box: Box): CheckResult {
  const told = [
    ...systemFolder(box, 'sys/class/hwmon')
      .filter((sensor) => systemFile(box, `sys/class/hwmon/${sensor}/name`) === 'rpi_volt')
      .map((sensor) => systemNumber(box, `sys/class/hwmon/${sensor}/in0_lcrit_alarm`)),
    throttled(box),
  ].filter((value) => value !== null);
  if (told.length === 0) return NOT_LOOKED;
  return looked(null, told.some((value) => value !== 0) ? doctorProblem('doctor.undervoltage') : null);
}

function throttled(box: Box): number | null {
  const bits = systemFile(box, 'sys/devices/platform/soc/soc:firmware/get_throttled');
  return bits === null ? null : Number.parseInt(bits, 16) & UNDERVOLTAGE_BITS;
}

/** The hottest zone of the processor; sysfs tells thousandths of a degree. */
export function checkTemperature(box: Box): CheckResult {
  const zones = systemFolder(box, 'sys/class/thermal')
    .filter((zone) => zone.startsWith('thermal_zone'))
    .flatMap((zone) => systemNumber(box, `sys/class/thermal/${zone}/temp`) ?? []);
  if (zones.length === 0) return NOT_LOOKED;
  const celsius = Math.round(Math.max(...zones) / 1000);
  const hot = celsius >= THROTTLES_CELSIUS;
  return looked(
    `${celsius} °C`,
    hot ? doctorProblem('doctor.temperature', { celsius, most: THROTTLES_CELSIUS }) : null,
  );
}
