/** Twelve devices at mixed 4800, 9600 and 19200, 8N1, 8E1 and 8N2, as a building has them that grew over years. */
export const MIXED = [
  { id: 'm1', profile: 'ya-k300-s', unit: 1, serial: { baud: 4800 } },
  { id: 'm2', profile: 'qdy30a-pressure', unit: 2, serial: { baud: 4800, parity: 'even' } },
  { id: 'm3', profile: 'qdy30a-pressure', unit: 3, serial: { baud: 4800, stopBits: 2 } },
  { id: 'm4', profile: 'r4dcb08-temperature', unit: 1, serial: { baud: 9600 } },
  { id: 'm5', profile: 'wit-wt901c-485', unit: 80, serial: { baud: 9600 } },
  { id: 'm6', profile: 'fg100m-combustible', unit: 37, serial: { baud: 9600 } },
  { id: 'm7', profile: 'ya-k300-s', unit: 7, serial: { baud: 9600, parity: 'even' } },
  { id: 'm8', profile: 'keller-series30', unit: 8, serial: { baud: 9600, stopBits: 2 } },
  { id: 'm9', profile: 'wit-hwt9073-485', unit: 0x50, serial: { baud: 19_200 } },
  { id: 'm10', profile: 'waveshare-relay-8ch', unit: 10, serial: { baud: 19_200 } },
  { id: 'm11', profile: 'keller-nanolevel', unit: 11, serial: { baud: 19_200, parity: 'even' } },
  { id: 'm12', profile: 'ya-k300-s', unit: 12, serial: { baud: 19_200, stopBits: 2 } },
] as const;
