/* Modbus RTU slaves that nobody of this project wrote: libmodbus, on the serial port given.
 *
 * usage: libmodbusSlave <port> <baud>
 * Unit 5 speaks like a QDY30A pressure transmitter: unit, rate, unit of measure, decimals, value in registers 0 to 4,
 * and writes to register 0 and 0x0F as the maker's document says. Whatever else is asked is not answered.
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  modbus_t *line = modbus_new_rtu(argv[1], atoi(argv[2]), 'N', 8, 1);
  modbus_mapping_t *map = modbus_mapping_new(0, 0, 16, 0);
  unsigned char request[MODBUS_RTU_MAX_ADU_LENGTH];
  int unit = 5;
  if (!line || !map || modbus_set_slave(line, unit) || modbus_connect(line)) {
    fprintf(stderr, "%s: %s\n", argv[1], modbus_strerror(errno));
    return 1;
  }
  map->tab_registers[0] = unit;
  map->tab_registers[1] = 3;   /* 9600 */
  map->tab_registers[2] = 0;   /* MPa */
  map->tab_registers[3] = 3;   /* decimals */
  map->tab_registers[4] = 315; /* 0.315 MPa */
  for (;;) {
    int length = modbus_receive(line, request);
    if (length <= 0) continue;
    modbus_reply(line, request, length, map);
    if (map->tab_registers[0] != unit) modbus_set_slave(line, unit = map->tab_registers[0]);
  }
}
