#!/usr/bin/env node
// The installed command: built JavaScript, no loader. It is loaded late, for an older Node fails as soon as it sees it.
const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  process.stderr.write(
    `lifeline needs Node.js ${NEEDED} or newer, and this is ${process.versions.node}: install a newer one · lifeline 需要 Node.js ${NEEDED} 或更新版本，当前为 ${process.versions.node}：请安装更新版本\n`,
  );
  process.exit(1);
}

await import('../../dist/gateway/cli.js');
