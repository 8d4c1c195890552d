export { buildCatalog, type Catalog, checkCatalog, lazyCatalog, withProfile } from './catalog.ts';
export type { DecodeContext } from './codec/context.ts';
export { decodeBlock } from './codec/decodeBlock.ts';
export { type Decoded, decodePoint } from './codec/decodePoint.ts';
export { encodePoint } from './codec/encodePoint.ts';
export { hullOf, isBitPoint, partsOf, widthOf } from './codec/layout.ts';
export { requiredParameters } from './codec/scale.ts';
export { temperatureId } from './codec/transform.ts';
export { defaultUnit, unitsOf } from './codec/unit.ts';
export { crc16, crcHolds, withCrc } from './crc.ts';
export type { Dialect } from './dialect/dialect.ts';
export { dialectOf } from './dialect/dialects.ts';
export { READ_FUNCTION, tableRead } from './functionCode.ts';
export { isBitTable, RegisterImage } from './image.ts';
export {
  DIRECTION,
  type Direction,
  DRIVE,
  type Drive,
  MODE,
  type Mode,
  OCCUPANCY,
  OCCUPANCY_SOURCE,
  type Occupancy,
  type OccupancySource,
} from './lift/car.ts';
export { type Code, FIRST_EXTENSION, nameOf } from './lift/code.ts';
export { DOOR, type DoorStatus } from './lift/door.ts';
export { FAULT, type FaultClass, SEVERITY, type Severity } from './lift/faultClass.ts';
export {
  BRAKE,
  type Brake,
  CHAIN,
  type Chain,
  ENTRAPMENT,
  type Entrapment,
  POWER,
  type Power,
} from './lift/safety.ts';
export type {
  DoorSnapshot,
  Field,
  Known,
  LiftCounters,
  LiftFault,
  LiftSnapshot,
} from './lift/snapshot.ts';
export type { FaultEntry, LiftTable } from './lift/tableSchema.ts';
export { faultEntry, type LiftTables, readLiftTables } from './lift/tables.ts';
export type { BlockRead, PlannedPoint, ReadLimits } from './plan/blockRead.ts';
export { planReads, readLimits } from './plan/planReads.ts';
export { type SettingStep, settingSteps } from './plan/settingSteps.ts';
export { type TriggerWrite, triggerWrite } from './plan/triggerWrite.ts';
export type { ProfileCheck, ProfileFile } from './profile/check.ts';
export { checkProfile } from './profile/check.ts';
export { checkFrames } from './profile/frames/checkFrames.ts';
export { type GoldenExchange, readTranscript, type Transcript } from './profile/frames/transcript.ts';
export { profileJsonSchema } from './profile/jsonSchema.ts';
export { type Addressing, addressingOf, listProfiles, type ProfileSummary } from './profile/listProfiles.ts';
export { readYaml, readYamlFile } from './profile/readYaml.ts';
export type {
  Label,
  Profile,
  ProfilePoint,
  ProfileSetting,
  Span,
  Table,
  WordOrder,
} from './profile/schema.ts';
export { QUALITY_CODES, type Quality, qualityClass, qualityCode, qualityFromCode } from './quality.ts';
export type { Instant, PointValue, Reading } from './reading.ts';
export { err, ok, type Problem, type Result } from './result.ts';
