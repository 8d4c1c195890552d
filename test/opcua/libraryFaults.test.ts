import { expect, test } from 'vitest';
import { silentLog } from '../../gateway/core/log.ts';
import { hearFaults, isLibraryFault } from '../../gateway/opcua/server/libraryFaults.ts';

const LIBRARY = '    at assert (file:///opt/x/node_modules/node-opcua-assert/dist/index.js:8:21)';
const OURS = '    at ConditionNode.show (/opt/x/dist/gateway/opcua/alarms/conditionNode.js:165:16)';
const NODE = '    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)';
const failed = (...frames: string[]) =>
  Object.assign(new Error('expected'), { stack: ['Error: expected', ...frames].join('\n') });

test('an error that came up in the library alone is told once and ends nothing; any other ends the process', () => {
  const said: string[] = [];
  const hear = hearFaults({ ...silentLog, info: (text) => said.push(String(text)) });
  for (let n = 0; n < 3; n++) hear(failed(LIBRARY, NODE));
  for (let n = 0; n < 50; n++) hear(failed(LIBRARY.replace('8:21', `${n}:1`)));
  expect(said).toHaveLength(20);
  expect(said[0]).toContain('expected at assert');
  for (const error of [failed(LIBRARY, OURS), failed(OURS), failed(NODE), new Error('ours'), null, 'text']) {
    expect(isLibraryFault(error)).toBe(false);
    let thrown: unknown = 'nothing';
    try {
      hear(error);
    } catch (again) {
      thrown = again;
    }
    expect(thrown).toBe(error);
  }
});
