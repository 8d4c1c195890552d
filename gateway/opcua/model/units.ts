import { EUInformation } from 'node-opcua-data-access';

/**
 * Units as profiles write them, by their common code of UNECE Recommendation 20 and its name there. What a percentage is of
 * has no code of its own: the code says percent, and the shown unit says of what.
 */
export const UNECE: Readonly<Record<string, readonly [code: string, name: string]>> = {
  '%': ['P1', 'percent'],
  '%LEL': ['P1', 'percent'],
  '%VOL': ['P1', 'percent'],
  '%RH': ['P1', 'percent'],
  ppm: ['59', 'part per million'],
  ppb: ['61', 'part per billion (US)'],
  '°C': ['CEL', 'degree Celsius'],
  '°': ['DD', 'degree [unit of angle]'],
  mm: ['MMT', 'millimetre'],
  µm: ['4H', 'micrometre (micron)'],
  cm: ['CMT', 'centimetre'],
  m: ['MTR', 'metre'],
  'm/s': ['MTS', 'metre per second'],
  'mm/s': ['C16', 'millimetre per second'],
  'm/s²': ['MSK', 'metre per second squared'],
  s: ['SEC', 'second [unit of time]'],
  ms: ['C26', 'millisecond'],
  min: ['MIN', 'minute [unit of time]'],
  h: ['HUR', 'hour'],
  d: ['DAY', 'day'],
  Hz: ['HTZ', 'hertz'],
  V: ['VLT', 'volt'],
  A: ['AMP', 'ampere'],
  mA: ['4K', 'milliampere'],
  W: ['WTT', 'watt'],
  kW: ['KWT', 'kilowatt'],
  Wh: ['WHR', 'watt hour'],
  kWh: ['KWH', 'kilowatt hour'],
  VA: ['D46', 'volt - ampere'],
  bar: ['BAR', 'bar [unit of pressure]'],
  mbar: ['MBR', 'millibar'],
  Pa: ['PAL', 'pascal'],
  kPa: ['KPA', 'kilopascal'],
  MPa: ['MPA', 'megapascal'],
  psi: ['PS', 'pound-force per square inch'],
  'kgf/cm²': ['E42', 'kilogram-force per square centimetre'],
  l: ['LTR', 'litre'],
  'l/s': ['G51', 'litre per second'],
  'm³': ['MTQ', 'cubic metre'],
  'm³/h': ['MQH', 'cubic metre per hour'],
  kg: ['KGM', 'kilogram'],
  lx: ['LUX', 'lux'],
  dB: ['2N', 'decibel'],
  pF: ['4T', 'picofarad'],
  'mg/m³': ['GP', 'milligram per cubic metre'],
};

const UNECE_URI = 'http://www.opcfoundation.org/UA/units/un/cefact';
const OWN_URI = 'urn:lifeline-gateway:units';
const NO_CODE = -1;

/** A unit as clients understand it (10000-8, 5.6.3); one without a common code stands under a namespace of ours. */
export function euInformation(unit: string): EUInformation {
  const known = UNECE[unit];
  return new EUInformation({
    namespaceUri: known === undefined ? OWN_URI : UNECE_URI,
    unitId: known === undefined ? NO_CODE : unitId(known[0]),
    displayName: { text: unit },
    description: { text: known?.[1] ?? unit },
  });
}

/** The characters of the common code, each a byte. */
function unitId(code: string): number {
  return [...code].reduce((id, character) => id * 256 + character.charCodeAt(0), 0);
}
