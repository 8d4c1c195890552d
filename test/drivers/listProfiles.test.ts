import { expect, test } from 'vitest';
import { listProfiles, profileJsonSchema } from '../../drivers/index.ts';
import { builtinCatalog } from './builtin.ts';

test('the list has every profile, by id, with how it is connected', () => {
  const list = listProfiles(builtinCatalog);
  expect(list.map(({ id }) => id)).toEqual([...builtinCatalog.profiles.keys()].toSorted());
  expect(list.find(({ id }) => id === 'bolin-draw-wire')).toMatchObject({
    ...{ points: 1, serial: '9600 8N1, unit 1' },
    ...{ verification: 'unverified', outside: 'none', addressing: 'unknown' },
  });
  expect(list.find(({ id }) => id === 'renke-ws-n01-temperature-humidity')).toMatchObject({
    ...{ verification: 'third-party', outside: 'frames', addressing: 'register' },
  });
});

test('there are fifty at least, and of twenty-five what their frames say was seen outside this project', () => {
  const list = listProfiles(builtinCatalog);
  expect(list.length).toBeGreaterThanOrEqual(50);
  expect(list.filter(({ outside }) => outside !== 'none').length).toBeGreaterThanOrEqual(25);
});

test('where something was seen outside is said in both languages, and once', () => {
  const evidence = [...builtinCatalog.evidence.values()].flatMap(({ where }) => where);
  expect(evidence.length).toBeGreaterThanOrEqual(25);
  for (const { en, zh } of evidence) {
    expect(en).not.toMatch(/the same$|\p{Script=Han}/u);
    expect(zh, en).toMatch(/\p{Script=Han}/u);
  }
});

test('the editor schema describes the file as it is written, defaults optional', () => {
  const schema = profileJsonSchema();
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(schema.required).toContain('points');
  expect(schema.required).not.toContain('settings');
});
