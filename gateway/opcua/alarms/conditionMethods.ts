import type { ISessionContext, UAMethod, UAObject } from 'node-opcua-address-space';
import type { LocalizedText } from 'node-opcua-data-model';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, type Variant } from 'node-opcua-variant';
import type { ControlAsk } from '../../control/client.ts';
import type { Problem, Result } from '../../core/result.ts';
import type { PeopleFile } from '../../people/peopleFile.ts';
import type { PersonAllowances } from '../../people/personAllowances.ts';
import { type PersonRole, roleReaches } from '../../people/personSchema.ts';
import type { ConditionNode } from './conditionNode.ts';
import { guardStatus } from './guardStatus.ts';

/** What one person may have guard do, of the 120 that its socket takes from all: the others keep half. */
export const ACTS_OF_ONE = { burst: 60, everyMs: 1_000 };
/** What is refused here is written down so often: who may not act must not fill the journal, nor spend what others need. */
export const REFUSALS_OF_ONE = { burst: 10, everyMs: 30_000 };

/** What is asked of guard, and who may ask it by themselves. */
export type ConditionDesk = {
  readonly acts: PersonAllowances;
  readonly refusals: PersonAllowances;
  readonly people: PeopleFile;
  ask(ask: ControlAsk): Promise<Result<unknown, Problem>>;
  /** Shows the conditions what stands now. */
  look(): Promise<void>;
};

type Call = {
  readonly method: string; // as it is browsed, e.g. `Acknowledge`
  readonly inputs: readonly Variant[];
  readonly user: string;
  readonly condition: ConditionNode;
};
type ConditionAct = {
  readonly role: PersonRole;
  readonly isNever?: true; // whatever stands: guard need not be asked for it
  act(call: Call, desk: ConditionDesk): Promise<StatusCode>;
};

const NO_REASON = 'no reason was given over OPC UA';

/** A verb of guard as it is, with the actor that it is asked for. */
function verb(role: PersonRole, make: (call: Call) => ControlAsk | StatusCode): ConditionAct {
  return {
    role,
    async act(call, desk) {
      const made = make(call);
      if (!('verb' in made)) return refuse(call, made, desk);
      if (!desk.acts.take(call.user)) return StatusCodes.BadTooManyOperations;
      const { condition, inputs, user } = call;
      // where a method takes a comment it is the last of its arguments (10000-9, 5.7 and 5.8)
      const last = inputs.at(-1);
      const comment = last?.dataType === DataType.LocalizedText ? (last.value as LocalizedText | null) : null;
      const answer = await condition.saying(comment, user, () => desk.ask(made));
      return answer.ok ? StatusCodes.Good : guardStatus(answer.error);
    },
  };
}

/** What is not asked of guard is refused here, and guard writes down who wanted it. */
async function refuse(
  { method, user, condition }: Call,
  status: StatusCode,
  { ask, refusals }: ConditionDesk,
): Promise<StatusCode> {
  if (!refusals.take(user)) return status;
  const detail = `${condition.rule.id}: ${status.name}`;
  await ask({ verb: 'asked', actor: user, command: method.toLowerCase(), detail, accepted: false });
  return status;
}

function refused(status: StatusCode): ConditionAct {
  return { role: 'viewer', isNever: true, act: (call, desk) => refuse(call, status, desk) };
}

const acknowledge: ConditionAct = verb('operator', ({ inputs: [eventId, comment], user, condition }) => {
  const seen = condition.seenWith(eventId?.value as Buffer | null);
  if (seen === null) return StatusCodes.BadEventIdUnknown;
  const { occurrence, announcement, severity } = seen;
  if (condition.standing?.occurrence === occurrence && condition.isAcknowledged)
    return StatusCodes.BadConditionBranchAlreadyAcked;
  const note = textOf(comment);
  const ask = { verb: 'acknowledge', actor: user, occurrence, seen: { announcement, severity } } as const;
  return note === '' ? ask : { ...ask, note };
});

const addComment: ConditionAct = {
  role: 'operator',
  async act(call, desk) {
    const { inputs, user, condition } = call;
    const [eventId, comment] = inputs;
    const seen = condition.seenWith(eventId?.value as Buffer | null);
    if (seen === null) return refuse(call, StatusCodes.BadEventIdUnknown, desk);
    if (!desk.acts.take(user)) return StatusCodes.BadTooManyOperations;
    const detail = `${seen.occurrence}: ${textOf(comment)}`;
    const answer = await desk.ask({ verb: 'asked', actor: user, command: 'comment', detail, accepted: true });
    if (!answer.ok) return guardStatus(answer.error);
    condition.comment((comment?.value as LocalizedText | null) ?? ({ text: '' } as LocalizedText), user);
    return StatusCodes.Good;
  },
};

const shelve = verb('operator', ({ inputs, user, condition }) => {
  const forS = Number(inputs[0]?.value) / 1000;
  if (!Number.isFinite(forS)) return StatusCodes.BadShelvingTimeOutOfRange;
  const reason = textOf(inputs[1]) || NO_REASON;
  return { verb: 'shelve', actor: user, rule: condition.rule.id, forS, reason };
});
/** A shelf without an end: guard refuses it, and writes down who asked. */
const endlessShelf = verb('operator', ({ user, condition }) => ({
  ...{ verb: 'shelve', actor: user, rule: condition.rule.id, reason: NO_REASON },
}));
const unshelve = verb('operator', ({ user, condition: { standing, rule } }) =>
  standing?.to === 'shelved'
    ? { verb: 'unshelve', actor: user, rule: rule.id }
    : StatusCodes.BadConditionNotShelved,
);
const silence = verb('operator', ({ user, condition: { standing } }) =>
  standing === null
    ? StatusCodes.BadInvalidState
    : { verb: 'silence', actor: user, occurrence: standing.occurrence },
);
const reset = verb('operator', ({ user, condition: { standing } }) =>
  standing === null
    ? StatusCodes.BadInvalidState
    : { verb: 'reset', actor: user, occurrence: standing.occurrence },
);
/** To suppress is a maintenance period of the device here, which needs an end that this method has no argument for. */
const suppress = verb('installer', ({ inputs, user, condition: { standing, rule } }) => ({
  ...{ verb: 'maintenance', actor: user, reason: textOf(inputs[0]) || NO_REASON },
  devices: [standing?.device ?? ('device' in rule ? String(rule.device) : '')].filter((id) => id !== ''),
}));
const unsuppress = verb('installer', ({ user, condition: { standing } }) =>
  standing?.period == null
    ? StatusCodes.BadInvalidState
    : { verb: 'end-maintenance', actor: user, period: standing.period },
);
const outOfService = verb('installer', ({ inputs, user, condition }) => ({
  ...{ verb: 'out-of-service', actor: user, rule: condition.rule.id },
  reason: textOf(inputs[0]) || NO_REASON,
}));
const inService = verb('installer', ({ user, condition }) => ({
  ...{ verb: 'in-service', actor: user, rule: condition.rule.id },
}));

/** Every method of a condition, and of its shelving. None reaches the library's own. */
const ACTS: Readonly<Record<string, ConditionAct>> = {
  Acknowledge: acknowledge,
  AddComment: addComment,
  Confirm: refused(StatusCodes.BadNotSupported), // nothing here waits for a confirmation; what latches is reset
  TimedShelve: shelve,
  TimedShelve2: shelve,
  OneShotShelve: endlessShelf,
  OneShotShelve2: endlessShelf,
  Unshelve: unshelve,
  Unshelve2: unshelve,
  Silence: silence,
  Reset: reset,
  Reset2: reset,
  Suppress: suppress,
  Suppress2: suppress,
  Unsuppress: unsuppress,
  Unsuppress2: unsuppress,
  RemoveFromService: outOfService,
  RemoveFromService2: outOfService,
  PlaceInService: inService,
  PlaceInService2: inService,
  // a disabled condition is blind: who wants quiet shelves it, and it comes back by itself
  Disable: refused(StatusCodes.BadUserAccessDenied),
  Enable: refused(StatusCodes.BadConditionAlreadyEnabled),
};
export const CONDITION_METHODS: readonly string[] = Object.keys(ACTS);

/** Binds every method of a condition to guard. */
export function bindCondition(condition: ConditionNode, desk: ConditionDesk): void {
  const { alarm } = condition;
  for (const parent of [alarm, alarm.shelvingState])
    for (const method of methodsOf(parent as unknown as UAObject | undefined))
      bindAct(method, () => condition, desk);
}

/** The same for whoever calls a method by its declaration in the type: which condition is meant says the object of the call. */
export function bindTypes(
  types: readonly UAObject[],
  conditionOf: (object: UAObject) => ConditionNode | null,
  desk: ConditionDesk,
): void {
  for (const type of types) for (const method of methodsOf(type)) bindAct(method, conditionOf, desk);
}

function methodsOf(parent: UAObject | undefined): UAMethod[] {
  return (parent?.getMethods() ?? []).filter(({ browseName }) => ACTS[browseName.name ?? ''] !== undefined);
}

function bindAct(
  method: UAMethod,
  conditionOf: (object: UAObject) => ConditionNode | null,
  desk: ConditionDesk,
): void {
  const name = method.browseName.name ?? '';
  const { role, isNever, act } = ACTS[name] as ConditionAct;
  method.bindMethod((inputs: Variant[], context: ISessionContext, callback) => {
    const condition = conditionOf(context.object as UAObject);
    const user = context.getUserName();
    const person = desk.people.find(user);
    if (condition === null) callback(null, { statusCode: StatusCodes.BadNodeIdInvalid });
    else if (person === null || !roleReaches(person.role, role))
      callback(null, { statusCode: StatusCodes.BadUserAccessDenied });
    else
      condition
        .inTurn(async () => {
          if (isNever !== true) await desk.look(); // somebody else may have been quicker
          return act({ method: name, inputs, user, condition }, desk);
        })
        .then((statusCode) => callback(null, { statusCode }))
        .catch(() => callback(null, { statusCode: StatusCodes.BadInternalError }));
  });
}

function textOf(text: Variant | undefined): string {
  return ((text?.value as LocalizedText | null)?.text ?? '').trim().slice(0, 500);
}
