import { expect, test } from 'vitest';
import {
  buildCatalog,
  checkCatalog,
  listProfiles,
  profileJsonSchema,
  renderCheck,
  renderList,
  renderShow,
} from '../../drivers/index.ts';
import { builtin, builtinCatalog, builtinFiles } from './builtin.ts';

test('the list shows every profile with how far it can be trusted', () => {
  const lines = renderList(builtinCatalog).trimEnd().split('\n');
  expect(lines).toHaveLength(18);
  expect(lines.find((line) => line.startsWith('ya-k300-s '))).toMatch(
    /^ya-k300-s +combustible-gas +unverified +9600 8N1, unit 1 +Yaoan/,
  );
  expect(renderList(builtinCatalog, 'zh')).toContain('瑶安 YA-K300-S 可燃气体探测器');
  expect(listProfiles(builtinCatalog)[0]).toMatchObject({ id: 'bolin-draw-wire', points: 1 });
});

test('the list tells of profiles that were left out', () => {
  expect(renderList(buildCatalog([{ path: 'x/profile.yaml', text: 'id: x' }]))).toContain(
    'error: x/profile.yaml:1',
  );
});

test('showing a profile gives the traps before the registers', () => {
  const shown = renderShow(builtin('bolin-draw-wire'));
  expect(shown.indexOf('! Two scales exist')).toBeGreaterThan(0);
  expect(shown.indexOf('! Two scales exist')).toBeLessThan(shown.indexOf('holding 0x0000'));
  expect(renderShow(builtin('qdy30a-pressure'))).toMatch(/÷10\^register 0x0003 +by register 0x0002/);
  expect(renderShow(builtin('wit-hwt9073-485'))).toContain('s32 CDAB');
});

test('a document that counts from one shows its own number beside the address on the wire', () => {
  const shown = renderShow({ ...builtin('xinwei-lvdt'), docBase: 1 });
  expect(shown).toContain('input 0x0004 (5 in the document)');
});

test('a check names what it found and sums up', () => {
  expect(renderCheck(checkCatalog(builtinFiles))).toMatch(/\n17 profiles checked; errors: 0, warnings: 0\n$/);
  const spoiled = builtinFiles.map((file) =>
    file.path.endsWith('xinwei-lvdt/frames.txt')
      ? { ...file, text: file.text.replace('12.345', '12.346') }
      : file,
  );
  const text = renderCheck(checkCatalog(spoiled));
  expect(text).toContain(
    'BAD  xinwei-lvdt\n  error: drivers/profiles/xinwei-lvdt/frames.txt:5: displacement decodes to 12.345',
  );
  expect(text).toMatch(/17 profiles checked; errors: 1, warnings: 0\n$/);
});

test('the editor schema describes the file as it is written, defaults optional', () => {
  const schema = profileJsonSchema();
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(schema.required).toContain('points');
  expect(schema.required).not.toContain('settings');
});
