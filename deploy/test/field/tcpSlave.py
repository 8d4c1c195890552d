"""A Modbus TCP slave that nobody of this project wrote: pymodbus, speaking like a YA-K300-S gas detector that smells 60 %LEL.

usage: tcpSlave.py <port>
"""
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartTcpServer

# tenths of a %LEL, state 2: high alarm, alarm 2, tenths of a degree, methane, range, set points
block = ModbusSparseDataBlock(dict(enumerate([600, 2, 2, 215, 1, 100, 25, 50])))
slave = ModbusSlaveContext(hr=block, ir=block, zero_mode=True)
StartTcpServer(context=ModbusServerContext(slaves={1: slave}, single=False), address=("127.0.0.1", int(sys.argv[1])))
