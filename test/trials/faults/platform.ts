import type { Fault } from './fault.ts';

/** Everything beyond the wall gone, one after the other. */

export const brokerGone: Fault = {
  name: 'broker gone',
  bounded: true,
  async begin({ broker }) {
    await broker.stop();
    return async () => void (await broker.start());
  },
};

export const courierAndDeskKilled: Fault = {
  name: 'courier and desk killed',
  bounded: true,
  async begin({ courier, desk }) {
    await Promise.all([courier.kill(), desk.kill()]);
    return () => {};
  },
};

/** They keep their sockets open and read nothing: whoever waits for them waits for ever. */
export const courierAndDeskStopped: Fault = {
  name: 'courier and desk stopped',
  bounded: true,
  async begin({ courier, desk }) {
    for (const program of [courier, desk]) program.signal('SIGSTOP');
    return () => {
      for (const program of [courier, desk]) program.signal('SIGCONT');
    };
  },
};
