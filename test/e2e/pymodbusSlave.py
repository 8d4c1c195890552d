"""Modbus RTU slaves that nobody of this project wrote: pymodbus, on the serial port given.

usage: pymodbusSlave.py <port> <baud>
Unit 1 speaks like a YA-K300-S gas detector, unit 80 like a WT901C inclinometer, unit 2 like a Keller transmitter.
"""
import struct
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartSerialServer
from pymodbus.transaction import ModbusRtuFramer


def unit(registers):
    block = ModbusSparseDataBlock(registers)
    return ModbusSlaveContext(hr=block, ir=block, zero_mode=True)


def f32(value):
    return list(struct.unpack(">HH", struct.pack(">f", value)))


gas = dict(enumerate([123, 0, 0, 215, 1, 100, 25, 50]))  # 12.3 %LEL, 21.5 degrees
tilt = {address: 0 for address in range(0x30, 0x45)}
tilt.update({0x04: 2, 0x1A: 80})  # 9600 baud, its own unit
tilt.update({0x3D: 364, 0x3E: (-182) & 0xFFFF, 0x3F: 8192, 0x40: 2034})  # 2.0 and -1.0 degrees
keller = dict(zip(range(0x0100, 0x0104), f32(3.25) + f32(11.5)))  # 3.25 bar, 11.5 degrees

StartSerialServer(
    context=ModbusServerContext(slaves={1: unit(gas), 80: unit(tilt), 2: unit(keller)}, single=False),
    framer=ModbusRtuFramer,
    port=sys.argv[1],
    baudrate=int(sys.argv[2]),
    timeout=0.005,
)
