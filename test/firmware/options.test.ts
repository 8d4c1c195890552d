import { describe, expect, test } from 'vitest';
import { readOptions } from '../../firmware/annunciator/options.ts';
import { DEFAULT_PINS, readPins } from '../../firmware/annunciator/pins.ts';
import { CONTACT_PINS, LOAD_PINS } from '../../simulators/board/boardProtocol.ts';

test('the simulated board is wired as the node expects by default', () => {
  expect({ outputs: LOAD_PINS, contacts: CONTACT_PINS }).toEqual(DEFAULT_PINS);
});

describe('pins', () => {
  test('those that are not named stay, and the default is sound', () => {
    const read = readPins('mains=14, silence=15');
    expect(read).toMatchObject({ ok: true, value: { contacts: { mains: 14, silence: 15, reset: 9 } } });
    expect(readPins('')).toEqual({ ok: true, value: DEFAULT_PINS });
  });

  test.each([
    ['siren=1', 'pins 0 and 1 are the serial line'],
    ['siren=two', 'write name=number'],
    ['horn=3', 'one of: siren, strobe'],
    ['siren=3', 'give each its own'],
    ['siren=13', 'keep outputs and contacts apart'],
    ['reset=7,healthy=9', 'keep outputs and contacts apart'],
  ])('%s is refused and says why', (text, hint) => {
    expect(readPins(text)).toMatchObject({ ok: false, error: { hint: expect.stringContaining(hint) } });
  });
});

describe('the command line', () => {
  test('is Modbus TCP on the loopback unless a serial line is named', () => {
    const plain = readOptions(['--port', '/dev/ttyACM0']);
    expect(plain).toMatchObject({
      ok: true,
      value: { tcp: { host: '127.0.0.1', port: 1502 }, rtu: undefined },
    });
    const rtu = readOptions([
      '--port',
      'a',
      '--rtu',
      'b',
      '--baud',
      '19200',
      '--unit',
      '7',
      '--parity',
      'even',
    ]);
    expect(rtu).toMatchObject({
      ok: true,
      value: { tcp: undefined, rtu: { path: 'b', baud: 19_200, unit: 7, parity: 'even', stopBits: 1 } },
    });
    const both = readOptions(['--port', 'a', '--rtu', 'b', '--tcp', '0']);
    expect(both).toMatchObject({ ok: true, value: { tcp: { port: 0 }, rtu: { path: 'b' } } });
  });

  test.each([
    [[], '/dev/serial/by-id'],
    [['--port', 'a', '--tcp', '70000'], '0 to 65535'],
    [['--port', 'a', '--unit', '0'], '1 to 247'],
    [['--port', 'a', '--baud', 'fast'], '9600'],
    [['--port', 'a', '--parity', 'odd-ish'], 'none, even or odd'],
    [['--port', 'a', '--stop-bits', '3'], '1 or 2'],
    [['--prot', 'a'], 'usage'],
  ])('%j is refused with a hint', (args, hint) => {
    expect(readOptions(args)).toMatchObject({ ok: false, error: { hint: expect.stringContaining(hint) } });
  });
});
