import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import type { Quality } from '../../../drivers/quality.ts';

/** Our qualities as OPC UA says them (10000-8, table 65, and 10000-4, table 177). */
const STATUS: Readonly<Record<Quality, StatusCode>> = {
  good: StatusCodes.Good,
  'warm-up': StatusCodes.UncertainSensorNotAccurate,
  'out-of-spec': StatusCodes.UncertainEngineeringUnitsExceeded,
  stale: StatusCodes.UncertainLastUsableValue,
  drift: StatusCodes.UncertainSensorCalibration,
  flatline: StatusCodes.UncertainSubNormal,
  'no-communication': StatusCodes.BadNoCommunication,
  'sensor-failure': StatusCodes.BadSensorFailure,
  'protocol-error': StatusCodes.BadDeviceFailure,
  'out-of-service': StatusCodes.BadOutOfService,
  substituted: StatusCodes.UncertainSubstituteValue,
};

export function statusOf(quality: Quality): StatusCode {
  return STATUS[quality];
}
