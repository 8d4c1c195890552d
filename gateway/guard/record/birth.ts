import type { Device, Installation, Point } from '../../site/installation.ts';
import { ruleText } from '../../site/rules/ruleText.ts';
import type { LocalName } from '../../site/schema/siteSchema.ts';
import type { Birth, Channel } from '../../telemetry/wire/model.ts';
import type { ChannelTable } from './channels.ts';

/** What the birth document says about an installation; the journal adds its epoch. */
export function birthOf(
  installation: Installation,
  channels: ChannelTable,
  software: string,
): Omit<Birth, 'epoch' | 'previous'> {
  const { gateway, devices, points, rules } = installation;
  return {
    gateway: gateway.id,
    ...(gateway.name === undefined ? {} : { name: gateway.name }),
    software,
    channels: [...points.values()]
      .map((point) => channelOf(point, devices.get(point.deviceId), channels, gateway.place))
      .toSorted((a, b) => a.index - b.index),
    rules: rules.map((rule) => ({
      id: rule.id,
      kind: rule.kind,
      ...('point' in rule ? { point: rule.point } : {}),
      text: ruleText(rule, 'en'),
    })),
  };
}

/** The channel index of a point; a point without one was never assigned, which is a bug. */
export function channelIndex(channels: ChannelTable, point: string): number {
  const index = channels.indices[point];
  if (index === undefined) throw new Error(`no channel was assigned to ${point}`);
  return index;
}

function channelOf(
  point: Point,
  device: Device | undefined,
  channels: ChannelTable,
  gatewayPlace: LocalName | undefined,
): Channel {
  const place = device?.place ?? gatewayPlace;
  const { role } = point.profile;
  return {
    index: channelIndex(channels, point.id),
    point: point.id,
    name: joined(device?.name ?? point.deviceId, point.profile.names),
    unit: point.unit,
    exponent: point.decimals === 0 ? 0 : -point.decimals,
    profile: device?.profile.id ?? '',
    ...(place === undefined ? {} : { place }),
    ...(role === undefined ? {} : { role }),
  };
}

function joined(device: LocalName, point: { readonly en: string; readonly zh: string }): LocalName {
  const words = typeof device === 'string' ? { en: device, zh: device } : device;
  return { en: `${words.en}: ${point.en}`, zh: `${words.zh}：${point.zh}` };
}
