"""A sensor that is in no catalogue, and a relay board, both of pymodbus, on the serial port given.

usage: newcomerSlave.py <port> <folder>
Unit 5 holds a pressure in kPa as a float, low word first, from register 0x0010 on, and a serial number at 0x0020. The pressure is what
<folder>/pressure holds. Unit 2 has eight relays; what is written to them is appended to <folder>/relays, a line of
`<coil> <0 or 1>` each.
"""
import os
import struct
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusRtuFramer

port, folder = sys.argv[1:3]


class Gauge(ModbusSparseDataBlock):
    def getValues(self, address, count=1):
        with open(os.path.join(folder, "pressure")) as file:
            high, low = struct.unpack(">HH", struct.pack(">f", float(file.read())))
        self.values.update({0x10: low, 0x11: high})
        return super().getValues(address, count)


class Relays(ModbusSparseDataBlock):
    def setValues(self, address, values, use_as_default=False):
        with open(os.path.join(folder, "relays"), "a") as file:
            for i, value in enumerate(values if isinstance(values, list) else [values]):
                file.write(f"{address + i} {int(value)}\n")
        return super().setValues(address, values, use_as_default)


registers = {address: 0 for address in range(0x10, 0x22)}
registers.update({0x20: 4711})
gauge = ModbusSlaveContext(hr=Gauge(registers), zero_mode=True)
inputs = ModbusSparseDataBlock({address: 0 for address in range(8)})
board = ModbusSlaveContext(co=Relays({address: 0 for address in range(8)}), di=inputs, zero_mode=True)

StartSerialServer(
    context=ModbusServerContext(slaves={5: gauge, 2: board}, single=False),
    framer=ModbusRtuFramer,
    port=port,
    baudrate=9600,
    timeout=0.005,
)
