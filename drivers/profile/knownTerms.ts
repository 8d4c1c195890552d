/**
 * The words that rules, reports and papers know: units, roles of points, kinds of devices. A profile may use another, and is
 * told so, since nearly always it is one of these in another spelling.
 */

export const UNITS = [
  ...['Pa', 'hPa', 'mbar', 'kPa', 'bar', 'MPa', 'kgf/cm²', 'psi'],
  ...['µm', 'mm', 'cm', 'm', 'km', '°', 'mrad', 'mm/m', 'µε'],
  ...['mm/s', 'm/s', 'm/s²', 'g', 'Hz', '1/min'],
  ...['°C', 'K', '%RH', 'dB', 'lx', 'ppb', 'ppm', 'µg/m³', 'mg/m³', '%VOL', '%LEL', '%', 'pH', 'µS/cm'],
  ...['ml', 'l', 'm³', 'l/s', 'l/min', 'l/h', 'm³/h', 'kg', 't', 'N', 'kN', 'Nm'],
  ...['mV', 'V', 'kV', 'µA', 'mA', 'A', 'W', 'kW', 'MW', 'var', 'kvar', 'VA', 'kVA', 'Ω', 'kΩ', 'pF'],
  ...['Wh', 'kWh', 'MWh', 'kvarh', 'J', 'kJ', 'MJ', 'GJ', 'GJ/h'],
  ...['ms', 's', 'min', 'h', 'd'],
] as const;

/**
 * Roles that a rule pack reads have one meaning: `contact` true = alarm, `gas.alarm` 0 none 1 low 2 high, `gas.state` 0 normal
 * 1 alarm 2 fault. A device that numbers its codes otherwise uses `gas.alarm-code` or `gas.condition`, which no pack reads.
 */
export const ROLES = [
  ...[
    'gas.concentration',
    'gas.alarm',
    'gas.state',
    'gas.alarm-code',
    'gas.condition',
    'gas.fault',
    'gas.type',
  ],
  ...['gas.range', 'gas.setpoint.low', 'gas.setpoint.high', 'smoke', 'heat', 'contact', 'mains', 'tamper'],
  ...['pressure', 'level', 'level.mean', 'level.distance', 'flow.rate', 'flow.velocity', 'flow.total'],
  ...['flow.total.reverse', 'heat.power', 'heat.energy', 'temperature', 'temperature.device'],
  ...['temperature.supply', 'temperature.return', 'temperature.cable', 'humidity', 'light'],
  ...['air.co2', 'air.voc', 'air.noise', 'air.dust', 'wind.speed', 'wind.direction', 'rain'],
  ...[
    'tilt.x',
    'tilt.y',
    'tilt.z',
    'tilt.absolute',
    'heading',
    'crack.opening',
    'displacement',
    'settlement.level',
  ],
  ...['strain', 'force', 'vibration.velocity.x', 'vibration.velocity.y', 'vibration.velocity.z'],
  ...['vibration.displacement.x', 'vibration.displacement.y', 'vibration.displacement.z'],
  ...['vibration.frequency.x', 'vibration.frequency.y', 'vibration.frequency.z'],
  ...['vibration.acceleration.x', 'vibration.acceleration.y', 'vibration.acceleration.z'],
  ...['electricity.voltage', 'electricity.current', 'electricity.power', 'electricity.power-factor'],
  ...['electricity.frequency', 'electricity.energy', 'electricity.energy.export'],
  ...['residual-current', 'residual-current.setpoint', 'residual-current.share'],
  ...[
    'drive.frequency',
    'drive.current',
    'drive.torque',
    'loop.current',
    'battery.voltage',
    'signal.quality',
  ],
  ...['signal.age', 'device.fault', 'device.alarm', 'output.relay', 'output.siren', 'output.siren.tone'],
  ...[
    'output.strobe',
    'output.fan',
    'output.fault-lamp',
    'output.gas-valve',
    'button.reset',
    'button.silence',
  ],
  'button.test',
] as const;

/** Families that have a table of their own: `drivers/lift` and `drivers/annunciator`. */
const FAMILIES = ['lift.', 'annunciator.'];

export const KINDS = [
  ...[
    'combustible-gas',
    'carbon-monoxide',
    'toxic-gas',
    'oxygen',
    'smoke',
    'heat',
    'contact',
    'analog-input',
  ],
  ...['pressure', 'level', 'flow', 'heat-meter', 'temperature', 'air-quality', 'wind', 'rain'],
  ...[
    'tilt',
    'crack',
    'displacement',
    'settlement',
    'vibration',
    'strain',
    'electricity-meter',
    'residual-current',
  ],
  ...['ev-charger', 'drive', 'relay-board', 'annunciator', 'door-controller'],
  ...['lift-controller', 'lift-drive', 'lift-door-controller', 'lift-sensor-box'],
] as const;

export function isKnownRole(role: string): boolean {
  return FAMILIES.some((family) => role.startsWith(family)) || ROLES.some((known) => known === role);
}
