import { PacketAssembler } from 'node-opcua-packet-assembler';

/**
 * A stranger's bytes end the process: `PacketAssembler` (2.186) emits an `error` that nobody listens to when a chunk is
 * larger than was agreed, before any certificate was looked at. Here such a connection is not listened to any more, and
 * the login deadline ends it.
 */
export function hearBrokenChunks(broken: () => void): void {
  const prototype = PacketAssembler.prototype as PacketAssembler & { [PATCHED]?: true };
  if (prototype[PATCHED] === true) return;
  prototype[PATCHED] = true;
  const deaf = new WeakSet<PacketAssembler>();
  const feed = prototype.feed;
  prototype.feed = function (this: PacketAssembler, data: Buffer): void {
    if (deaf.has(this)) return;
    if (this.listenerCount('error') === 0)
      this.on('error', () => {
        deaf.add(this);
        broken();
      });
    feed.call(this, data);
  };
}

const PATCHED = Symbol('lifeline');
