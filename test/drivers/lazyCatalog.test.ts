import { expect, test } from 'vitest';
import { lazyCatalog, withProfile } from '../../drivers/catalog.ts';
import { builtin, builtinCatalog, builtinFiles } from './builtin.ts';

/** Files that tell when their text is read. */
function watched() {
  const read = new Set<string>();
  const files = builtinFiles.map(({ path, text }) => ({
    path,
    get text() {
      read.add(path.split('/').at(-2) ?? '');
      return text;
    },
  }));
  return { read, catalog: lazyCatalog(files) };
}

test('a catalogue reads the profiles that are asked for, and names all of them', () => {
  const { read, catalog } = watched();
  expect([...catalog.profiles.keys()].toSorted()).toEqual([...builtinCatalog.profiles.keys()].toSorted());
  expect(catalog.profiles.get('ya-k300-s')).toEqual(builtin('ya-k300-s'));
  expect(catalog.profiles.get('nobody')).toBeUndefined();
  expect([...read]).toEqual(['ya-k300-s']);
});

test('it holds what the whole one holds', () => {
  const { catalog } = watched();
  expect(new Map([...catalog.profiles].toSorted())).toEqual(new Map([...builtinCatalog.profiles].toSorted()));
  expect(catalog.problems).toEqual([]);
  expect(catalog.evidence).toEqual(builtinCatalog.evidence);
});

test('one that is wrong is missing, and told once it was asked for', () => {
  const catalog = lazyCatalog([{ path: 'profiles/x/profile.yaml', text: 'id: x' }]);
  expect([...catalog.profiles.keys()]).toEqual(['x']);
  expect(catalog.problems).toEqual([]);
  expect(catalog.profiles.has('x')).toBe(false);
  expect([...catalog.profiles.values()]).toEqual([]);
  expect(catalog.problems.length).toBeGreaterThan(0);
  expect(catalog.problems[0]?.where).toContain('profiles/x/profile.yaml:1');
});

test('a profile is put beside the others, without reading them', () => {
  const { read, catalog } = watched();
  const more = withProfile(catalog, { ...builtin('xinwei-lvdt'), id: 'lift' });
  expect(more.profiles.get('lift')?.id).toBe('lift');
  expect(more.profiles.size).toBe(catalog.profiles.size + 1);
  expect([...read]).toEqual([]);
});
