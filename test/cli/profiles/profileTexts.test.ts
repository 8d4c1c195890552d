import { describe, expect, test } from 'vitest';
import { buildCatalog, checkCatalog } from '../../../drivers/index.ts';
import { widthOf } from '../../../gateway/cli/columns.ts';
import { checkText, listText } from '../../../gateway/cli/profiles/listText.ts';
import { packsText } from '../../../gateway/cli/profiles/packsText.ts';
import { profileVoice } from '../../../gateway/cli/profiles/profileVoice.ts';
import { showText } from '../../../gateway/cli/profiles/showText.ts';
import { builtin, builtinCatalog, builtinFiles } from '../../drivers/builtin.ts';

const [en, zh] = [profileVoice('en'), profileVoice('zh')];

describe('the list of profiles', () => {
  test('shows every profile with how far it can be trusted', () => {
    const [table = '', sum] = listText(builtinCatalog, en).trimEnd().split('\n\n');
    const lines = table.split('\n');
    expect(lines).toHaveLength(builtinCatalog.profiles.size + 1);
    expect(sum).toMatch(
      /^6\d profiles: (\d+ [a-z-]+(, )?)+\. 2[5-9] were seen outside this project \(\d+ by frames, \d+ by values\)\.$/,
    );
    expect(lines.find((line) => line.startsWith('ya-k300-s '))).toMatch(
      /^ya-k300-s +combustible-gas +unverified +- +- +9600 8N1, unit 1 +Yaoan/,
    );
    expect(lines.find((line) => line.startsWith('eastron-sdm120 '))).toMatch(
      / third-party +frames +hand +2400 8N1, unit 1 /,
    );
  });

  test('keeps its columns in Chinese, where a character takes two', () => {
    const [table = '', sum] = listText(builtinCatalog, zh).trimEnd().split('\n\n');
    const lines = table.split('\n');
    expect(sum).toMatch(/^共 6\d 个型号：.*其中 2\d 个有外部佐证（报文 \d+ 个，数值 \d+ 个）。$/);
    expect(lines[0]).toMatch(/^型号 +类别 +依据 +外部佐证 +站号设置 +串口 +名称$/);
    expect(lines.find((line) => line.startsWith('ya-k300-s '))).toMatch(
      / 未经验证 +- +- +9600 8N1，站号 1 +瑶安 YA-K300-S 可燃气体探测器$/,
    );
    const [name = '', ...names] = lines.map((line) => line.slice(0, line.lastIndexOf('  ') + 2));
    for (const one of names) expect(widthOf(one)).toBe(widthOf(name));
  });

  test('tells of profiles that were left out', () => {
    const left = buildCatalog([{ path: 'x/profile.yaml', text: 'id: x' }]);
    expect(listText(left, en)).toContain('\n  error: x/profile.yaml:1');
    expect(listText(left, zh)).toContain('\n  错误：x/profile.yaml:1');
  });
});

describe('one profile', () => {
  test('is shown with the traps before the registers', () => {
    const shown = showText(builtin('bolin-draw-wire'), en);
    expect(shown.indexOf('! Two scales exist')).toBeGreaterThan(0);
    expect(shown.indexOf('! Two scales exist')).toBeLessThan(shown.indexOf('holding 0x0000'));
    expect(showText(builtin('qdy30a-pressure'), en)).toMatch(/÷10\^register 0x0003 +by register 0x0002/);
    expect(showText(builtin('wit-hwt9073-485'), en)).toContain('s32 CDAB');
  });

  test('of a document that counts from one shows its own number beside the address on the wire', () => {
    const profile = { ...builtin('xinwei-lvdt'), docBase: 1 as const };
    expect(showText(profile, en)).toContain('input 0x0004 (5 in the document)');
    expect(showText(profile, zh)).toContain('输入寄存器 0x0004（文档中为 5）');
  });

  test('has its headings, its timing and its classes in Chinese', () => {
    const shown = showText(builtin('ya-k300-s'), zh);
    expect(shown).toContain('\n  时序  通常 10 ms 应答，响应时间上限 200 ms，');
    expect(shown).toMatch(/\n测点 +地址 +数据类型 /);
    expect(shown).toMatch(/\nconcentration +保持寄存器 .* 安全类 +1 s /);
    expect(shown).not.toMatch(/\b(reply|vendor|holding|safety|WHERE)\b/);
  });

  test('says how its unit id is set, in a register or by hand', () => {
    const shown = showText(builtin('lctech-relay-8in-8out'), en);
    expect(shown).toMatch(/unit +holding 0x0000 +1…247 +Unit id +FC 16, heard by every device of the line\n/);
    expect(showText(builtin('fg100m-toxic'), zh)).toMatch(/站号|从站地址 +先解锁，重新上电后生效/);
    expect(showText(builtin('gf-u3000-ultrasonic-flow'), zh)).toContain('手动设置');
  });

  test('says what of it was seen outside', () => {
    const evidence = builtinCatalog.evidence.get('renke-ws-n01-temperature-humidity');
    expect(showText(builtin('renke-ws-n01-temperature-humidity'), en, evidence)).toMatch(
      /\n {2}seen outside +frames, the maker's manual, quoted in several public programs\n/,
    );
    expect(showText(builtin('xinwei-lvdt'), en, builtinCatalog.evidence.get('xinwei-lvdt'))).not.toContain(
      'seen outside',
    );
  });

  test('is followed by the rule packs for such a device', () => {
    expect(packsText('pressure', en)).toMatch(
      / {2}level \(Level in a manhole or pit\): high\n {4}needs cover \(m\)/,
    );
    expect(packsText('combustible-gas', zh)).toContain('\n  combustible-gas（可燃气体）：high、');
    expect(packsText('analog-input', en)).toBe('');
  });
});

test('a check names what it found and sums up', () => {
  expect(checkText(checkCatalog(builtinFiles), en)).toMatch(
    /\nprofiles checked: \d+; errors: 0, warnings: 0\n$/,
  );
  const spoiled = builtinFiles.map((file) =>
    file.path.endsWith('xinwei-lvdt/frames.txt')
      ? { ...file, text: file.text.replace('12.345', '12.346') }
      : file,
  );
  const text = checkText(checkCatalog(spoiled), en);
  expect(text).toContain(
    'BAD  xinwei-lvdt\n  error: drivers/profiles/xinwei-lvdt/frames.txt:5: displacement decodes to 12.345',
  );
  expect(text).toMatch(/profiles checked: \d+; errors: 1, warnings: 0\n$/);
  expect(checkText(checkCatalog(spoiled), zh)).toMatch(
    /\n不合格 {2}xinwei-lvdt\n[\s\S]*\n共检查 \d+ 个型号；错误：1，警告：0\n$/,
  );
});
