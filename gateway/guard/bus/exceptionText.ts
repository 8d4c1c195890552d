import type { Label } from '../../../drivers/profile/schema.ts';

/** Modbus Application Protocol V1.1b3, §7. */
const EXCEPTIONS: Readonly<Record<number, Label>> = {
  1: { en: 'exception 1, illegal function', zh: '异常码 1，非法功能码' },
  2: { en: 'exception 2, illegal data address', zh: '异常码 2，非法数据地址' },
  3: { en: 'exception 3, illegal data value', zh: '异常码 3，非法数据值' },
  4: { en: 'exception 4, device failure', zh: '异常码 4，从站设备故障' },
  5: { en: 'exception 5, acknowledge', zh: '异常码 5，已接受，处理中' },
  6: { en: 'exception 6, device busy', zh: '异常码 6，从站设备忙' },
  8: { en: 'exception 8, memory parity error', zh: '异常码 8，存储奇偶校验错误' },
  10: { en: 'exception 10, gateway path unavailable', zh: '异常码 10，网关路径不可用' },
  11: {
    en: 'exception 11, target device does not answer the gateway',
    zh: '异常码 11，目标设备未应答网关',
  },
};

/** `exception 2, illegal data address` */
export function exceptionText(code: number): Label {
  return EXCEPTIONS[code] ?? { en: `exception ${code}`, zh: `异常码 ${code}` };
}
